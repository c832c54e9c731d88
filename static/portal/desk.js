/* The chair's desk: what is to be said about a part of the sheet, or about words that are selected on it, is written right
   below them. */
"use strict";

const LONGEST = 500; // characters of a quotation
const sheet = document.getElementById("sheet");
const form = document.getElementById("comment-form");
const bar = document.getElementById("on-selection");
let chosen = null;

function noteOf(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const place = element.closest("[id^='sheet-']");
  return place && (place.matches("tr") ? place.nextElementSibling : place).querySelector(".note");
}

function quoted(text) {
  const letters = [...text.replace(/\s+/g, " ").trim()];
  return letters.length > LONGEST ? letters.slice(0, LONGEST - 1).join("") + "…" : letters.join("");
}

function isOfSheet(range) {
  const within = range.commonAncestorContainer;
  return sheet.querySelector(".sheet").contains(within) && !(within.parentElement || within).closest(".note");
}

function look() {
  const selection = document.getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const words = range && isOfSheet(range) ? quoted(selection.toString()) : "";
  if (words) chosen = { words, note: noteOf(range.startContainer) };
  bar.hidden = !words;
}

function write(note, quote) {
  const { part, text } = form.elements;
  const about = note?.querySelector(".say").dataset.part ?? "";
  if (quote || part.value !== about) form.elements.quote.value = quote;
  part.value = about;
  document.getElementById("div_id_quote").hidden = note && !form.elements.quote.value;
  form.elements.sheet.disabled = !note;
  note?.append(form);
  text.focus();
}

if (form && sheet) {
  document.addEventListener("selectionchange", look);
  bar.querySelector("button").addEventListener("pointerdown", (event) => event.preventDefault()); // keep the selection
  bar.querySelector("button").addEventListener("click", () => {
    bar.hidden = true;
    write(chosen.note, chosen.words);
  });
  document.addEventListener("click", (event) => {
    const say = event.target.closest(".say");
    if (!say) return;
    event.preventDefault();
    write(say.closest(".note"), "");
  });
}

/* Where the words of a quotation stand in `place`, however they are broken into lines and cells there; null: nowhere. */
function rangeOf(words, place) {
  const letters = [];
  const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (node.parentElement.closest(".note, del, .visually-hidden")) continue;
    for (let at = 0; at < node.length; at += 1) if (node.data[at].trim()) letters.push([node, at]);
  }
  const start = letters.map(([node, at]) => node.data[at]).join("").indexOf(words);
  if (start < 0) return null;
  const [[first, from], [last, to]] = [letters[start], letters[start + words.length - 1]];
  const range = new Range();
  range.setStart(first, from);
  range.setEnd(last, to + 1);
  return range;
}

/* The words that somebody commented on are marked where they stand, until that is dealt with. */
function markCommented() {
  const ranges = [...sheet.querySelectorAll(".note .comment:not(.comment-settled) blockquote")].map((quotation) => {
    const words = quotation.textContent.replace(/\s+|…\s*$/g, "");
    const row = quotation.closest(".note-row")?.previousElementSibling;
    return words && (rangeOf(words, row ?? quotation.closest("[id^='sheet-']")) ?? rangeOf(words, sheet));
  });
  CSS.highlights?.set("commented", new Highlight(...ranges.filter(Boolean)));
}

if (sheet) markCommented();

/* After a comment was saved below its part it stands open there. */
if (location.hash.startsWith("#said-")) {
  document.querySelector(`${location.hash} .said`)?.setAttribute("open", "");
}
