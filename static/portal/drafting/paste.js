/* What comes from Word, a PDF or a web page keeps its text, its lists and its emphasis, and nothing of its looks. */

const ITEM = /mso-list:\s*(?!ignore)\S+\s+level(\d+)/i;
const is = (property, values) => new RegExp(`(?:^|;)\\s*${property}:\\s*(?:${values})`, "i");
const EMPHASIS = {
  strong: is("font-weight", "bold|[6-9]00"),
  em: is("font-style", "italic|oblique"),
  u: is("text-decoration(?:-line)?", "[^;]*underline"),
  sub: is("vertical-align", "sub"),
  sup: is("vertical-align", "super"),
};
/* Elements whose style takes their emphasis back: Google Docs puts all of a text into a `b` of normal weight. */
const [LIGHT, UPRIGHT] = [is("font-weight", "normal|[1-5]00"), is("font-style", "normal")];
const TAKEN_BACK = { B: LIGHT, STRONG: LIGHT, I: UPRIGHT, EM: UPRIGHT };
const NUMBERED = /^\s*[(]?([0-9০-৯]+|[a-zA-Zক-হ]|[ivxlc]+)[.)।]/;

/* The HTML of a paste, made ready for the editor, which drops whatever it has no place for. The page's policy keeps styles
   from being read and reports each, so they are none before the HTML is read. */
export function cleanPaste(html) {
  const unstyled = html.replace(/<style[\s>].*?<\/style\s*>/gis, "");
  const bare = unstyled.replace(/<[a-z][^>]*>/gi, (tag) =>
    tag.replace(/\sstyle\s*=/i, " data-style=").replace(/\son[a-z]+\s*=/gi, " data-was="),
  );
  const page = new DOMParser().parseFromString(bare, "text/html");
  page.querySelectorAll("script, meta, title, o\\:p").forEach((each) => each.remove());
  listItems(page);
  page.querySelectorAll("[data-style]").forEach(emphasise);
  const texts = document.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll("\u00a0", " ");
  return page.body.innerHTML;
}

/* Emphasis that an element has by its style becomes emphasis by its name. */
function emphasise(element) {
  const { style } = element.dataset;
  delete element.dataset.style;
  for (const [name, looks] of Object.entries(EMPHASIS)) {
    if (!looks.test(style)) continue;
    const made = element.ownerDocument.createElement(name);
    made.append(...element.childNodes);
    element.append(made);
  }
  if (TAKEN_BACK[element.tagName]?.test(style)) element.replaceWith(...element.childNodes);
}

/* Word writes a list as paragraphs that bear a marker each: make lists of them. */
function listItems(page) {
  let open = []; // the lists that the last paragraph stood in, the outermost first
  let last = null;
  for (const paragraph of [...page.querySelectorAll("p")]) {
    const level = Number(paragraph.dataset.style?.match(ITEM)?.[1] ?? 0);
    if (!level || last?.nextElementSibling !== paragraph) open = [];
    if (!level) continue;
    const marker = [...paragraph.querySelectorAll("span")].find((each) => /mso-list:\s*ignore/i.test(each.dataset.style));
    const name = NUMBERED.test(marker?.textContent ?? "") ? "ol" : "ul";
    marker?.remove();
    const item = page.createElement("li");
    const text = page.createElement("p");
    text.append(...paragraph.childNodes);
    trimStart(text);
    item.append(text);
    open.length = Math.min(open.length, level);
    while (open.length < level) {
      const list = page.createElement(name);
      const around = open.at(-1)?.lastElementChild;
      if (around) around.append(list);
      else paragraph.before(list);
      open.push(list);
      if (open.length < level) list.append(page.createElement("li"));
    }
    open.at(-1).append(item);
    paragraph.remove();
    last = open[0];
  }
}

function trimStart(element) {
  const first = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
  if (first) first.data = first.data.trimStart();
}
