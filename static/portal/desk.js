/* The chair's desk: words that are selected on the sheet can be commented on; the form then names them and their row. */
"use strict";

const LONGEST = 500; // characters of a quotation
const sheet = document.getElementById("sheet");
const form = document.getElementById("comment-form");
const bar = document.getElementById("on-selection");
let chosen = null;

function placeOf(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const place = element.closest("[id^='sheet-']");
  return place ? document.querySelector(`.places a[href="#${place.id}"]`)?.dataset.part : "";
}

function quoted(text) {
  const letters = [...text.replace(/\s+/g, " ").trim()];
  return letters.length > LONGEST ? letters.slice(0, LONGEST - 1).join("") + "…" : letters.join("");
}

function look() {
  const selection = document.getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const words = range && sheet.contains(range.commonAncestorContainer) ? quoted(selection.toString()) : "";
  if (words) chosen = { words, part: placeOf(range.startContainer) };
  bar.hidden = !words;
}

if (form && sheet) {
  document.addEventListener("selectionchange", look);
  bar.querySelector("button").addEventListener("pointerdown", (event) => event.preventDefault()); // keep the selection
  bar.querySelector("button").addEventListener("click", () => {
    form.elements.quote.value = chosen.words;
    form.elements.part.value = chosen.part || "";
    bar.hidden = true;
    form.elements.text.focus();
  });
}

/* What changed since the reader saw it last is marked on the sheet too. */
document.querySelectorAll("[data-changed]").forEach(({ dataset }) => {
  if (dataset.changed !== "sheet") document.getElementById(dataset.changed)?.classList.add("changed");
});
