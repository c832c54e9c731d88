/* The bar above the sheet: sets the text of the editor that has the focus, or had it last. */

import { editorOf } from "./rich.js";

const COMMANDS = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  underline: (chain) => chain.toggleUnderline(),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  insertTable: (chain) => chain.insertTable({ rows: 2, cols: 2, withHeaderRow: true }),
  addRowAfter: (chain) => chain.addRowAfter(),
  addColumnAfter: (chain) => chain.addColumnAfter(),
  deleteRow: (chain) => chain.deleteRow(),
  deleteColumn: (chain) => chain.deleteColumn(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};

/* Where somebody writes now, or did before the bar was clicked. */
let current = null;

export function startToolbar(bar) {
  const buttons = [...bar.querySelectorAll("button")];
  const nameOf = (button) => button.dataset.mark ?? button.dataset.does;
  const isCommand = (button) => nameOf(button) in COMMANDS;
  let last = null; // what had the focus before the bar

  function look() {
    for (const button of buttons) {
      button.disabled = isCommand(button) && !(current && COMMANDS[nameOf(button)](current.can().chain()).run());
      if (button.classList.contains("in-table")) button.hidden = !current?.isActive("table");
      if ("mark" in button.dataset) button.setAttribute("aria-pressed", String(Boolean(current?.isActive(nameOf(button)))));
    }
  }

  document.addEventListener("focusin", (event) => {
    const editor = editorOf(event.target);
    if (bar.contains(event.target)) return;
    last = event.target;
    if (current && current !== editor) current.off("transaction", look);
    if (editor && current !== editor) editor.on("transaction", look);
    current = editor ?? null;
    look();
  });
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the text
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && current && isCommand(button)) COMMANDS[nameOf(button)](current.chain().focus()).run();
  });
  bar.addEventListener("keydown", (event) => (event.key === "Escape" ? last?.focus() : rove(event, buttons)));
  buttons.forEach((button, index) => (button.tabIndex = index ? -1 : 0));
  bar.hidden = false;
  look();
}

/* One stop of the Tab key for the whole bar; the arrow keys go along it. */
function rove(event, buttons) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const able = buttons.filter((button) => !button.disabled && !button.hidden);
  const next = able[(able.indexOf(document.activeElement) + step + able.length) % able.length];
  if (!next) return;
  buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
  next.focus();
  event.preventDefault();
}
