/* Rich text where it prints: a textarea that holds the rich text of the exchange format shows itself in an editor. The
   textarea keeps the value, so that what is sent and saved is the same with the editor and without. */

import {
  Bold, BulletList, Document, Editor, Extension, Gapcursor, HardBreak, History, Italic, ListItem, OrderedList, Paragraph,
  Subscript, Superscript, Table, TableCell, TableHeader, TableRow, Text, Underline, pm,
} from "../../django_prose_editor/editor.js";
import { isWordInBijoy, offer as toUnicode } from "./bijoy.js";
import { faceOf, giveFace } from "./faces.js";
import { idle, onceDrawn } from "./idle.js";
import { offerUnicode } from "./offering.js";
import { cleanPaste } from "./paste.js";

/* A block that stands in the same rich text as the one before it: a list below the words that lead to it. */
const Joined = Extension.create({
  name: "joined",
  addGlobalAttributes() {
    const joined = {
      default: false,
      keepOnSplit: false,
      parseHTML: (element) => "joined" in element.dataset,
      renderHTML: (attributes) => (attributes.joined ? { "data-joined": "" } : {}),
    };
    return [{ types: ["paragraph", "bulletList", "orderedList", "table"], attributes: { joined } }];
  },
});

/* A small table of the exchange format: cells that hold text and lists, none within another, and no attributes. */
const CELL = "(paragraph | bulletList | orderedList)+";
const SmallTable = Table.extend({
  addNodeView: null,
  renderHTML: ({ HTMLAttributes: { style: _style, ...attributes } }) => ["table", attributes, ["tbody", 0]],
});

const EXTENSIONS = [
  Document, Paragraph, Text, HardBreak, Bold, Italic, Underline, Subscript, Superscript, BulletList, OrderedList,
  ListItem.extend({ content: "paragraph (paragraph | bulletList | orderedList)*" }),
  SmallTable.configure({ resizable: false }), TableRow, TableHeader.extend({ content: CELL }), TableCell.extend({ content: CELL }),
  Gapcursor, History, Joined,
];
const BLOCKS = new Set(["UL", "OL", "TABLE"]);

/* The field's value as the blocks of a document. `lines`: it is one rich text, each line of it a paragraph; else every
   line is a rich text of its own. */
function read(value, lines) {
  const body = document.createElement("div");
  const texts = lines ? [value.replaceAll("\n", "<br>")] : value.split("\n");
  for (const text of texts) {
    const template = document.createElement("template");
    template.innerHTML = text;
    fit(template.content);
    let paragraph = null;
    let isFirst = true;
    const add = (block) => {
      if (!isFirst && (!lines || BLOCKS.has(block.tagName))) block.dataset.joined = "";
      isFirst = false;
      body.append(block);
      return block;
    };
    for (const node of [...template.content.childNodes]) {
      if (BLOCKS.has(node.nodeName)) {
        add(node);
        paragraph = null;
      } else if (lines && node.nodeName === "BR") {
        if (!paragraph) add(document.createElement("p")); // the line that the break ends has no text
        paragraph = add(document.createElement("p"));
      } else {
        paragraph ??= add(document.createElement("p"));
        paragraph.append(node);
      }
    }
  }
  return body;
}

/* What the editor would mend by moving text about: an item that begins with a list, a table with shorter rows. */
function fit(content) {
  const marks = [...content.querySelectorAll("strong, em, u, sub, sup")].reverse();
  marks.forEach((mark) => mark.hasChildNodes() || mark.remove());
  for (const item of content.querySelectorAll("li")) {
    if (BLOCKS.has(item.firstChild?.nodeName)) item.prepend(document.createElement("p"));
  }
  for (const { rows } of content.querySelectorAll("table")) {
    const width = Math.max(...[...rows].map((row) => row.cells.length));
    for (const row of rows) while (row.cells.length < width) row.append(row.lastElementChild.cloneNode(false));
  }
}

/* The blocks as the value of the field. */
function write(body, lines) {
  let value = "";
  const lists = [...body.children].some((block) => BLOCKS.has(block.tagName));
  const gaps = [...body.children].slice(1, -1).some((block) => !block.childNodes.length);
  const between = lines && (lists || gaps) ? "<br>" : "\n"; // an empty line between two stays only as a break
  for (const block of body.children) {
    const isBlock = BLOCKS.has(block.tagName);
    const isJoined = "joined" in block.dataset || (lines && (isBlock || BLOCKS.has(block.previousElementSibling?.tagName)));
    value += (value && !isJoined ? between : "") + (isBlock ? markup(block) : inner(block));
  }
  return value;
}

function markup(node) {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.data);
  const name = node.localName;
  if (name === "tbody") return inner(node);
  return name === "br" ? "<br>" : `<${name}>${inner(node)}</${name}>`;
}

/* What stands in the element; the paragraphs of a list item or a cell become lines of it. */
function inner(element) {
  let text = "";
  let before = null;
  for (const node of element.childNodes) {
    const isParagraph = node.nodeName === "P";
    if (isParagraph && before?.nodeName === "P") text += "<br>";
    text += isParagraph ? inner(node) : markup(node);
    before = node;
  }
  return text;
}

/* Only what would be read as a tag or a reference is written as one: the rest is what was typed, to the character. */
function escaped(text) {
  return text.replace(/&(?=#\d+;|#x[\da-f]+;|[a-z][\da-z]*;)/gi, "&amp;").replace(/<(?=[a-z/!?])/gi, "&lt;");
}

class Face {
  constructor(field) {
    this.field = field;
    this.lines = field.dataset.rich === "lines";
    this.mount = document.createElement("div");
    this.mount.className = "rich";
    field.before(this.mount);
    this.editor = new Editor({
      element: this.mount,
      extensions: EXTENSIONS,
      injectCSS: false,
      onBeforeCreate: ({ editor }) => (editor.options.content = this.parsed(editor.schema)),
      editorProps: {
        attributes: this.attributes(),
        transformPastedHTML: cleanPaste,
        handleDOMEvents: { paste: (view, event) => this.note(view, event) },
      },
      onUpdate: () => this.write(),
    });
    this.mark();
    field.hidden = true;
    giveFace(field, this);
  }

  get element() {
    return this.editor.view.dom;
  }

  attributes() {
    const { id, lang, placeholder } = this.field;
    const said = ["aria-label", "aria-description", "aria-describedby", "aria-invalid"];
    const known = said.filter((name) => this.field.hasAttribute(name));
    return {
      role: "textbox",
      "aria-multiline": "true",
      "data-field": id,
      lang,
      ...(placeholder && { "aria-placeholder": placeholder }),
      ...Object.fromEntries(known.map((name) => [name, this.field.getAttribute(name)])),
    };
  }

  /* Take over what the field holds; it is no step that could be undone. */
  show() {
    const { schema, view } = this.editor;
    view.updateState(pm.state.EditorState.create({ doc: this.parsed(schema), plugins: view.state.plugins }));
    this.mark();
  }

  /* Say for the style sheet whether anything stands here: a selector that found it out would do so at every key. */
  mark() {
    const { isEmpty } = this.editor;
    this.mount.classList.toggle("blank", isEmpty);
    this.field.closest(".titled")?.classList.toggle("flowing", !isEmpty);
  }

  parsed(schema) {
    return pm.model.DOMParser.fromSchema(schema).parse(read(this.field.value, this.lines), { preserveWhitespace: "full" });
  }

  /* What the palette puts in; it has told the element of it. */
  insert({ html, text }) {
    const chain = this.editor.chain().focus();
    if (html) chain.insertContent(html, { parseOptions: { preserveWhitespace: "full" } }).run();
    else chain.insertContent({ type: "text", text }).run();
  }

  /* After a paste: offer to turn what was typed in another encoding into Unicode. */
  note(view, event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const isWord = Boolean(text) && isWordInBijoy(event.clipboardData);
    const { from } = view.state.selection;
    setTimeout(() => {
      const { to } = this.editor.state.selection;
      offerUnicode(text, isWord, this.element, () => this.convert(from, to, isWord));
    });
    return false;
  }

  /* The texts between two places in Unicode, each with the marks that it bears. */
  async convert(from, to, isWord) {
    const { doc, schema } = this.editor.state;
    const texts = [];
    doc.nodesBetween(from, Math.min(to, doc.content.size), (node, at) => {
      if (!node.isText) return;
      const [start, end] = [Math.max(at, from), Math.min(at + node.nodeSize, to)];
      texts.push({ start, end, text: node.text.slice(start - at, end - at), marks: node.marks });
    });
    const converted = await Promise.all(texts.map(({ text }) => toUnicode(text, isWord)));
    if (this.editor.state.doc !== doc) return; // somebody typed meanwhile; the offer can be had again by pasting again
    const change = this.editor.state.tr;
    texts.forEach(({ start, end, marks }, index) => {
      if (!converted[index]) return;
      change.replaceWith(change.mapping.map(start), change.mapping.map(end), schema.text(converted[index], marks));
    });
    this.editor.view.dispatch(change);
  }

  write() {
    this.mark();
    const { schema, state } = this.editor;
    const body = document.createElement("div");
    body.append(pm.model.DOMSerializer.fromSchema(schema).serializeFragment(state.doc.content));
    const value = write(body, this.lines);
    if (value === this.field.value) return;
    this.field.value = value;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const editors = new WeakMap();

/* The editor that the element belongs to, if it stands in one. */
export function editorOf(element) {
  return editors.get(element?.closest?.(".ProseMirror"));
}

function open(field) {
  const face = new Face(field);
  editors.set(face.element, face.editor);
  face.element.addEventListener("portal:insert", (event) => {
    event.preventDefault();
    face.insert(event.detail);
  });
}

/* The editor of a field, be it open already or not. */
export function editorFor(field) {
  if (!field.hidden) open(field);
  return editorOf(faceOf(field));
}

/* The editor takes the place of the field once nobody writes in that. */
function openSoon(field) {
  if (!field.isConnected || field.hidden) return;
  if (document.activeElement === field) field.addEventListener("blur", () => openSoon(field), { once: true });
  else open(field);
}

/* Open the editors of `root`: those in sight at once, the others while nothing else happens. */
export function openEditors(root) {
  const fields = [...root.querySelectorAll("textarea[data-rich]")].filter((field) => !field.hidden);
  const isInSight = (field) => {
    const { top, bottom } = field.getBoundingClientRect();
    return field.checkVisibility() && bottom > 0 && top < 1.5 * window.innerHeight;
  };
  fields.filter(isInSight).forEach(openSoon);
  const later = fields.filter((field) => !field.hidden);
  const some = (deadline) => {
    while (later.length && deadline.timeRemaining() > 2) openSoon(later.shift());
    if (later.length) idle(some);
  };
  if (later.length) onceDrawn(some);
}
