/* What comes from Word, a PDF or a web page keeps its text, its lists and its emphasis, and nothing of its looks. */

const ITEM = /mso-list:\s*(?!ignore)\S+\s+level(\d+)/i;
const NUMBERED = /^\s*[(]?([0-9০-৯]+|[a-zA-Zক-হ]|[ivxlc]+)[.)।]/;

/* The HTML of a paste, made ready for the editor, which drops whatever it has no place for. */
export function cleanPaste(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  page.querySelectorAll("style, script, meta, title, o\\:p").forEach((each) => each.remove());
  listItems(page);
  const texts = document.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll("\u00a0", " ");
  return page.body.innerHTML;
}

/* Word writes a list as paragraphs that bear a marker each: make lists of them. */
function listItems(page) {
  let open = []; // the lists that the last paragraph stood in, the outermost first
  let last = null;
  for (const paragraph of [...page.querySelectorAll("p")]) {
    const level = Number(paragraph.getAttribute("style")?.match(ITEM)?.[1] ?? 0);
    if (!level || last?.nextElementSibling !== paragraph) open = [];
    if (!level) continue;
    const marker = [...paragraph.querySelectorAll("span")].find((each) => /mso-list:\s*ignore/i.test(each.getAttribute("style")));
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
