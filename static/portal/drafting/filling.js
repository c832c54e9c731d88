/* A decision table that is copied in Word or Excel, and pasted into an empty row, fills that row and new ones below it. Each
   is added and saved as if it had been written by hand, and all of it can be had back. A table of other columns stays what
   it was: a small table in the text. */

import { offer } from "./bijoy.js";
import { nextIn } from "./decisions.js";
import { fill } from "./faces.js";
import { offerUnicode } from "./offering.js";
import { cleanPaste } from "./paste.js";
import { editorFor } from "./rich.js";
import { rowOf, take } from "./rows.js";
import { flush } from "./saving.js";

const MARKER = /^\s*[(]?([0-9০-৯]{1,2}|[a-zক-হ])(?:[)]\s*|[.।]\s+)/i;
const BRACKETED = /^\s*[(]/;
const SERIAL = /^(ক্রম|ক্রঃ|ক্র\.|নং|sl|serial)/i; // what the first column is called
const SHORT = 150; // letters; one paragraph that is longer is no subject
const status = document.getElementById("room-said");

const plain = (element) => element.textContent.replace(/\s+/g, " ").trim();

/* The cells of the one table that the clipboard holds, if its rows are as wide as `row`, or as wide without the serial. */
function cellsFor(row, html) {
  const { body } = new DOMParser().parseFromString(cleanPaste(html), "text/html");
  const [table, ...others] = body.querySelectorAll("table");
  if (!table || others.length || plain(body) !== plain(table)) return null;
  const headings = [...row.closest("table").tHead.querySelectorAll("textarea")].map((field) => field.value.trim());
  const columns = [...row.cells];
  const widths = new Set([...table.rows].map(({ cells }) => cells.length));
  const [width] = widths;
  const left = columns.length - width; // columns that the table lacks
  const isFit = left === 0 || (left === 1 && columns[0].matches(".serial"));
  const isMerged = table.querySelector("[colspan]:not([colspan='1']), [rowspan]:not([rowspan='1'])");
  if (widths.size > 1 || !isFit || isMerged) return null;
  const lines = [...table.rows].map(({ cells }) => [...cells]);
  const isHeading = (cell, n) => cell.matches("th") || plain(cell) === headings[n + left];
  if (SERIAL.test(plain(lines[0][0])) || lines[0].some(isHeading)) lines.shift();
  const filled = lines.filter((cells) => cells.some(plain));
  return filled.length ? filled.map((cells) => [...Array(left).fill(null), ...cells]) : null;
}

/* What is written in the row; its serial is the portal's. */
function writtenIn(row) {
  const { elements } = document.getElementById(`${row.id}-form`);
  return [...elements].filter((field) => field.matches("textarea, [type=text]:not([name$=-serial])") && field.value.trim());
}

/* The paragraphs of a cell, the items of its lists among them. */
function blocksOf(cell) {
  const found = [...cell.querySelectorAll("li, p:not(li p)")];
  return (found.length ? found : [cell]).filter(plain);
}

/* Each block that bears a marker begins a decision, where they are several. */
function decisionsOf(blocks) {
  const begins = (block) => block.matches("li") || MARKER.test(plain(block));
  if (!begins(blocks[0]) || blocks.filter(begins).length < 2) return [blocks];
  const decisions = [];
  for (const block of blocks) {
    if (begins(block)) decisions.push([]);
    unmark(block); // the portal gives its own
    decisions.at(-1).push(block);
  }
  return decisions;
}

/* Take the marker away that a text begins with, in however many pieces Word wrote it; gives what stood in it. */
function unmark(block) {
  const found = block.textContent.match(MARKER);
  let left = found?.[0].length ?? 0;
  const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (left && texts.nextNode()) {
    const { currentNode: text } = texts;
    const cut = Math.min(left, text.length);
    text.deleteData(0, cut);
    left -= cut;
  }
  return found?.[1] ?? "";
}

/* The marker that one decision alone bears in brackets: the portal gives it none, and prints the one that it holds so. */
function markerOfOne(decisions) {
  const [[first]] = decisions;
  return decisions.length === 1 && BRACKETED.test(plain(first)) ? unmark(first) : "";
}

/* The lines of the blocks, without the markers that the portal gives them in print. */
function namesIn(blocks) {
  const lines = blocks.flatMap(linesOf);
  if (lines.every((line) => MARKER.test(plain(line)))) lines.forEach(unmark);
  return lines;
}

function write(field, blocks) {
  if (!blocks.length) return;
  if (!field.matches("[data-rich]")) return fill(field, blocks.map(plain).join(field.rows > 1 ? "\n" : " "));
  const html = blocks.map((block) => (block.querySelector("p") ? block.innerHTML : `<p>${block.innerHTML}</p>`)).join("");
  editorFor(field).commands.insertContent(html, { parseOptions: { preserveWhitespace: false } });
}

/* A cell goes to the fields of its column. Where they are a subject and a discussion, the first paragraph is the subject. */
function fillCell(column, cell) {
  const blocks = blocksOf(cell);
  const [subject, discussion, lines] = ["subject", "discussion", "implementers"].map((name) =>
    column.querySelector(`textarea[name$=-${name}]`),
  );
  const hasDecisions = column.querySelector("fieldset.decision");
  if (lines) return write(lines, namesIn(blocks));
  if (subject && !discussion) write(subject, blocks.splice(0));
  else if (subject && (blocks.length > 1 || plain(cell).length <= SHORT)) write(subject, blocks.splice(0, 1));
  if (discussion) write(discussion, hasDecisions ? blocks.splice(0, decidedFrom(blocks)) : blocks);
  if (!hasDecisions || !blocks.length) return;
  const decisions = decisionsOf(blocks);
  const marker = markerOfOne(decisions);
  for (const decision of decisions) {
    const next = nextIn(rowOf(column));
    write(next.querySelector("textarea[data-rich]"), decision);
    if (marker) fill(next.querySelector("[name*='-marker_']"), marker);
  }
}

/* Where the decisions begin in a cell that holds discussion and decisions. */
function decidedFrom(blocks) {
  const at = blocks.findIndex((block) => /^সিদ্ধান্ত/.test(plain(block)));
  return at < 0 ? blocks.length : at;
}

function linesOf(block) {
  const lines = block.innerHTML.split(/<br[^>]*>/i);
  return lines.map((html) => Object.assign(document.createElement("p"), { innerHTML: html })).filter(plain);
}

async function fillRows(row, lines) {
  const filled = [];
  for (const cells of lines) {
    if (filled.length) {
      const last = filled.at(-1);
      if (!(await take(last.querySelector("[data-does=add]")))) break; // what is in the way has been said
      filled.push(last.nextElementSibling);
    } else filled.push(row);
    cells.forEach((cell, n) => cell && !row.cells[n].matches(".serial") && fillCell(filled.at(-1).cells[n], cell));
  }
  await flush();
  if (filled.length === lines.length) tell(filled);
  return filled;
}

/* How many rows were filled, and the way back while nothing else is written. */
function tell(rows) {
  const undo = document.createElement("button");
  Object.assign(undo, { type: "button", className: "plain", textContent: status.dataset.undo });
  const words = status.dataset.filled.replace("{n}", rows.length.toLocaleString(document.documentElement.lang));
  status.replaceChildren(words, " ", undo);
  undo.addEventListener("click", async () => {
    for (const row of rows.slice(1).reverse()) await take(row.querySelector("[data-does=remove]"));
    writtenIn(rows[0]).forEach((field) => fill(field, ""));
    await flush();
    status.replaceChildren();
  });
  document.addEventListener("portal:typing", () => undo.remove(), { once: true });
}

document.addEventListener("paste", async (event) => {
  const row = rowOf(event.target);
  const [html, text] = ["text/html", "text/plain"].map((type) => event.clipboardData.getData(type));
  const isForRows = row && /<table[\s>]/i.test(html) && !writtenIn(row).length;
  const lines = isForRows && cellsFor(row, html);
  if (!lines) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const rows = await fillRows(row, lines);
  offerUnicode(text, false, document.activeElement, async () => {
    for (const field of rows.flatMap(writtenIn)) {
      const converted = await offer(field.value);
      if (converted) fill(field, converted);
    }
    await flush();
    tell(rows);
  });
}, true);
