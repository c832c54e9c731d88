/* The palette: one search field over the phrases of the office, values in words and implementers. Ctrl+Space or a button
   [data-opens-palette] opens it; what is chosen goes to the caret of the field that had the focus, which gets it back. In
   a rich editor the host of the text is told by a "portal:insert" event with {html, text}; who prevents its default has
   put it in. A field or an element around it may say by data-phrase-kind which part of the minutes is written there. */

import { Asking, Choices, isComposing } from "./choices.js";
import { post } from "./post.js";

const WRITABLE = "textarea, input[type=text], input:not([type]), [contenteditable]:not([contenteditable=false])";

const LONGEST_VALUE = 40; // a longer selection is a sentence to keep, and no value to put into words

const dialog = document.getElementById("palette");
if (dialog) furnish(dialog);

function furnish(dialog) {
  const search = dialog.querySelector("[role=combobox]");
  const list = dialog.querySelector(".choices");
  const keeping = dialog.querySelector(".palette-keep");
  const said = dialog.querySelector("[role=status]");
  const choices = new Choices(list, search, take, { eager: true });
  const asking = new Asking(show);
  let target = null; // where what is chosen goes to

  document.addEventListener("focusin", (event) => aim(event.target));

  document.addEventListener("keydown", (event) => {
    if (event.code !== "Space" || !event.ctrlKey || event.altKey || event.metaKey || isComposing(event)) return;
    event.preventDefault();
    if (!dialog.open) open();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-opens-palette]")) open();
  });

  search.addEventListener("input", (event) => {
    if (!event.isComposing) ask();
  });
  search.addEventListener("compositionend", () => ask());
  search.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") choices.step(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key !== "Enter") return;
    else choices.takeActive();
    event.preventDefault();
  });

  dialog.addEventListener("close", () => {
    asking.stop();
    target?.restore();
  });

  keeping.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await post(keeping.action, new FormData(keeping));
    const isSaid = [200, 422].includes(answer?.status); // kept, or why not
    said.textContent = isSaid ? JSON.parse(answer.content).said : dialog.dataset.silent;
  });

  function aim(element) {
    if (isWritable(element) && element !== target?.element) target = placeIn(element);
  }

  function open() {
    aim(document.activeElement);
    target?.note();
    const selected = target?.selected() ?? "";
    const kind = target?.kind;
    keeping.hidden = !selected;
    keeping.text.value = selected;
    keeping.querySelector(".palette-selected").textContent = selected;
    if (kind) keeping.kind.value = kind;
    said.textContent = target ? "" : dialog.dataset.nowhere;
    search.value = selected.length > LONGEST_VALUE ? "" : selected;
    choices.show([]);
    dialog.showModal();
    search.select();
    ask(0);
  }

  function ask(pause) {
    const sources = search.value.trim() ? ["value", "phrase", "implementer"] : ["phrase"];
    const parameters = sources.map((source) => ["for", source]);
    asking.ask(dialog.dataset.url, [...parameters, ["kind", target?.kind ?? ""], ["q", search.value]], pause);
  }

  function show(offers, why) {
    choices.show(offers);
    search.setAttribute("aria-expanded", String(offers.length > 0));
    if (!target) return;
    said.textContent = offers.length
      ? dialog.dataset.found.replace("{n}", offers.length.toLocaleString(document.documentElement.lang))
      : why || (search.value.trim() ? dialog.dataset.none : dialog.dataset.empty);
  }

  function take(offer) {
    if (!target) return;
    dialog.close();
    target.insert(offer);
    if (offer.used) post(offer.used, new FormData(), { keepalive: true });
  }
}

function isWritable(element) {
  return Boolean(element?.matches?.(WRITABLE) && !element.readOnly && !element.disabled && !element.closest("#palette"));
}

function placeIn(element) {
  const place = "value" in element ? new InField(element) : new InText(element);
  place.kind = element.closest("[data-phrase-kind]")?.dataset.phraseKind;
  return place;
}

/* The caret of a plain field, or what is selected there. It is kept here, as the open dialog makes the field forget it. */
class InField {
  constructor(element) {
    this.element = element;
    this.note();
  }

  note() {
    this.start = this.element.selectionStart;
    this.end = this.element.selectionEnd;
  }

  selected() {
    return this.element.value.slice(this.start, this.end).trim();
  }

  restore() {
    this.element.focus();
    this.element.setSelectionRange(this.start, this.end);
  }

  insert({ text }) {
    const words = this.element.matches("textarea") ? text : text.replaceAll("\n", " ");
    this.restore();
    this.element.setRangeText(words, this.start, this.end, "end");
    this.note();
    this.element.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/* The caret in a text that is edited in place: it is lost with the focus, so it is kept here. */
class InText {
  constructor(element) {
    this.element = element;
    this.note();
  }

  note() {
    const selection = getSelection();
    if (selection.rangeCount && this.element.contains(selection.anchorNode)) this.range = selection.getRangeAt(0).cloneRange();
  }

  selected() {
    return this.range?.toString().trim() ?? "";
  }

  restore() {
    this.element.focus();
    if (!this.range) return;
    getSelection().removeAllRanges();
    getSelection().addRange(this.range);
  }

  insert({ text, html }) {
    this.restore();
    const plain = Object.assign(document.createElement("p"), { textContent: text }).innerHTML.replaceAll("\n", "<br>");
    const detail = { html: html ?? plain, text };
    const wanted = new CustomEvent("portal:insert", { bubbles: true, cancelable: true, detail });
    if (this.element.dispatchEvent(wanted)) document.execCommand("insertText", false, text);
    this.note();
  }
}
