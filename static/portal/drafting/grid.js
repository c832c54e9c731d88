/* A data table: rows and columns are added, removed and moved, and what is copied from a sheet of Excel is filled in where
   it is pasted. The page holds a frame of fields; here it is a matrix of texts, and its empty edge is hidden. */

import { offerUnicode } from "./offering.js";

/* What the buttons and keys do, seen from the caret: a line, which is a row (axis 0) or a column (axis 1), goes from one
   place to another. Without `from` it comes, empty; without `to` it goes. */
const STEPS = {
  addRow: { axis: 0, to: 1 },
  addColumn: { axis: 1, to: 1 },
  rowUp: { axis: 0, from: 0, to: -1 },
  rowDown: { axis: 0, from: 0, to: 1 },
  columnLeft: { axis: 1, from: 0, to: -1 },
  columnRight: { axis: 1, from: 0, to: 1 },
  removeRow: { axis: 0, from: 0 },
  removeColumn: { axis: 1, from: 0 },
};

class Grid {
  constructor(table) {
    this.table = table;
    this.tools = document.querySelector(`[data-grid-tools="${table.dataset.grid}"]`);
    this.said = document.querySelector(`[data-grid-said="${table.dataset.grid}"]`);
    this.most = [Number(table.dataset.maxRows), Number(table.dataset.maxColumns)];
    this.place = [0, 0]; // where the caret is or was
    this.taken = []; // what takes each step back, and where the caret was
    this.size = filledOf(this.texts).map((count) => Math.max(count, 2));
    this.show();
    this.tools.hidden = false;
    table.addEventListener("focusin", (event) => this.note(event.target));
    table.addEventListener("paste", (event) => this.paste(event));
    table.addEventListener("keydown", (event) => this.key(event));
    table.addEventListener("portal:room", (event) => this.makeRoom(event.detail));
    this.tools.addEventListener("click", (event) => {
      const name = event.target.closest("button")?.dataset.gridDoes;
      if (name) this.act(name);
    });
  }

  get lines() {
    return [...this.table.rows].map((row) => [...row.querySelectorAll("textarea")]);
  }

  get texts() {
    return this.lines.map((line) => line.map((field) => field.value));
  }

  /* Those of the rows and columns that show. */
  get shown() {
    return framed(this.texts, this.size);
  }

  note(field) {
    this.lines.forEach((line, r) => {
      const c = line.indexOf(field);
      if (c >= 0) this.place = [r, c];
    });
  }

  show() {
    const [rows, columns] = this.size;
    [...this.table.rows].forEach((row, r) => {
      row.hidden = r >= rows;
      [...row.cells].forEach((cell, c) => (cell.hidden = c >= columns));
    });
    this.tools.querySelector("[data-grid-does=undo]").hidden = !this.taken.length;
  }

  /* Take a step, after which the caret stands at `place`. */
  take(step, place) {
    const [texts, back] = after(step, this.shown);
    this.taken.push([back, this.place]);
    this.write(texts, place);
  }

  /* Take the last step back, and nothing that was typed since elsewhere. */
  undo() {
    const [back, place] = this.taken.at(-1) ?? [];
    if (!back) return;
    if (!this.allows(back)) return this.refuse(back);
    this.taken.pop();
    this.write(after(back, this.shown)[0], place);
  }

  /* Let the fields hold `texts`, and the caret stand at `place`. */
  write(texts, place) {
    const size = sizeOf(texts);
    this.grow(...size);
    let changed = null;
    this.lines.forEach((line, r) =>
      line.forEach((field, c) => {
        const text = texts[r]?.[c] ?? "";
        if (field.value === text) return;
        field.value = text;
        changed = field;
      }),
    );
    this.size = size;
    this.show();
    this.said.textContent = "";
    changed?.dispatchEvent(new Event("input", { bubbles: true }));
    const [r, c] = [Math.min(place[0], size[0] - 1), Math.min(place[1], size[1] - 1)];
    this.lines[r][c].focus();
  }

  /* Fields for so many rows and columns: copies of the last ones, empty. */
  grow(rows, columns) {
    for (const row of this.table.rows) while (row.cells.length < columns) row.append(this.copy(row.lastElementChild, row.rowIndex, row.cells.length));
    while (this.table.rows.length < rows) {
      const last = this.table.rows[this.table.rows.length - 1];
      const row = last.cloneNode(false);
      last.after(row);
      [...last.cells].forEach((cell, c) => row.append(this.copy(cell, row.rowIndex, c)));
    }
  }

  /* Room for fields of these names, which somebody filled in when the table was larger. */
  makeRoom(names) {
    const places = names.map((name) => name.match(/cell_(\d+)_(\d+)$/)).filter(Boolean);
    const size = [1, 2].map((at, n) => Math.max(this.size[n], ...places.map((found) => Number(found[at]) + 1)));
    this.grow(...size);
    this.size = size;
    this.show();
  }

  copy(cell, r, c) {
    const made = cell.cloneNode(true);
    made.querySelectorAll(".error").forEach((each) => each.remove());
    const field = made.querySelector("textarea");
    field.value = "";
    field.name = field.name.replace(/\d+_\d+$/, `${r}_${c}`);
    field.id = field.id.replace(/\d+_\d+$/, `${r}_${c}`);
    field.setAttribute("aria-label", this.called(r, c));
    return made;
  }

  /* What the cell is called, as the portal calls those that it gave. */
  called(r, c) {
    const { headingCalled, cellCalled } = this.table.dataset;
    const [row, column] = [r, c + 1].map(numeral);
    return (r ? cellCalled : headingCalled).replace("{row}", row).replace("{column}", column);
  }

  act(name) {
    if (name === "undo") return this.undo();
    const { axis, from, to } = STEPS[name];
    const [start, end] = [from, to].map((offset) => (offset === undefined ? offset : this.place[axis] + offset));
    const step = { axis, from: start, to: end };
    const place = this.place.map((at, along) => (along === axis ? end ?? start : at));
    if (this.allows(step)) this.take(step, place);
    else this.refuse(step);
  }

  /* Whether there is room for the line that comes, or another one beside the line that goes, or the place to move it to:
     the headings stay in the first row. */
  allows({ cells, axis, from, to }) {
    const count = this.size[axis];
    if (cells) return true;
    if (from === undefined) return count < this.most[axis];
    if (to === undefined) return count > 1;
    return Math.min(from, to) >= (axis ? 0 : 1) && Math.max(from, to) < count;
  }

  /* Why there is no room for a line that comes; of other steps one sees it. */
  refuse({ from }) {
    if (from === undefined) this.said.textContent = this.holds;
  }

  key(event) {
    if (event.isComposing) return;
    if (!event.altKey) return event.key === "Enter" && this.goBelow(event);
    const name = event.shiftKey
      ? { ArrowUp: "rowUp", ArrowDown: "rowDown", ArrowLeft: "columnLeft", ArrowRight: "columnRight" }[event.key]
      : { Enter: "addRow", Insert: "addColumn" }[event.key];
    if (!name) return;
    event.preventDefault();
    this.act(name);
  }

  /* As in a spreadsheet: a cell has no second line. */
  goBelow(event) {
    event.preventDefault();
    const [r, c] = this.place;
    if (r + 1 < this.size[0]) this.lines[r + 1][c].focus();
  }

  paste(event) {
    const pasted = cellsOf(event.clipboardData.getData("text/plain"));
    if (pasted.length < 2 && pasted[0]?.length < 2) return;
    event.preventDefault();
    const place = this.place;
    this.fill(pasted, place);
    const stands = JSON.stringify(this.texts);
    const text = pasted.map((line) => line.join("\t")).join("\n");
    offerUnicode(text, false, event.target, (converted) => {
      const cells = converted.split("\n").map((line) => line.split("\t"));
      if (JSON.stringify(this.texts) === stands) this.fill(cells, place); // else somebody went on meanwhile
    });
  }

  /* Put the cells in, the first at `place`. */
  fill(pasted, place) {
    const extent = [pasted.length, Math.max(...pasted.map((line) => line.length))];
    const size = this.size.map((count, axis) => Math.min(this.most[axis], Math.max(count, place[axis] + extent[axis])));
    const cells = pasted.flatMap((line, r) => line.map((text, c) => [place[0] + r, place[1] + c, text]));
    this.take({ cells: cells.filter(([r, c]) => r < size[0] && c < size[1]), size }, place);
    this.sayLeftOut(filledOf(pasted).map((count, axis) => Math.max(0, place[axis] + count - this.most[axis])));
  }

  /* How many rows and columns that held something found no room. */
  sayLeftOut(counts) {
    const { rowsLeftOut, columnsLeftOut } = this.table.dataset;
    if (!counts.some(Boolean)) return;
    const left = [rowsLeftOut, columnsLeftOut].map((words, axis) => words.replace("{number}", numeral(counts[axis])));
    this.said.textContent = [...left.filter((_words, axis) => counts[axis]), this.holds].join(" ");
  }

  /* How many rows and columns a table has at most, in words. */
  get holds() {
    const [rows, columns] = this.most.map(numeral);
    return this.table.dataset.holds.replace("{rows}", rows).replace("{columns}", columns);
  }
}

/* The texts after a step, and the step that takes it back from whatever the texts are then. */
function after(step, texts) {
  return step.cells ? written(step, texts) : moved(step, texts);
}

/* A line goes, comes or moves; one that comes back has its texts with it. */
function moved({ axis, from, to, line = [] }, texts) {
  const lines = axis ? turned(texts) : [...texts];
  const width = lines[0].length;
  const [gone] = from === undefined ? [line] : lines.splice(from, 1);
  if (to !== undefined) lines.splice(to, 0, ...framed([gone], [1, width]));
  return [axis ? turned(lines) : lines, { axis, from: to, to: from, line: gone }];
}

/* Cells are written over, and the table gets a size: at least that of what it holds then. */
function written({ cells, size }, texts) {
  const all = framed(texts, larger(size, sizeOf(texts)));
  const stood = cells.map(([r, c]) => [r, c, all[r][c]]);
  for (const [r, c, text] of cells) all[r][c] = text;
  return [framed(all, larger(size, filledOf(all))), { cells: stood, size: sizeOf(texts) }];
}

/* As many rows and columns of the texts as `size` says, empty where there are none. */
function framed(texts, [rows, columns]) {
  return Array.from({ length: rows }, (_row, r) => Array.from({ length: columns }, (_cell, c) => texts[r]?.[c] ?? ""));
}

const turned = (texts) => texts[0].map((_text, c) => texts.map((line) => line[c]));

const numeral = (number) => number.toLocaleString(document.documentElement.lang);

const sizeOf = (texts) => [texts.length, texts[0].length];

const larger = (one, other) => one.map((count, axis) => Math.max(count, other[axis]));

/* How many rows and columns hold something. */
function filledOf(texts) {
  const widths = texts.map((line) => line.findLastIndex((text) => text.trim()) + 1);
  return [widths.findLastIndex((width) => width) + 1, Math.max(...widths)];
}

/* The cells of a text that a spreadsheet gave: a cell with line breaks stands in quotes there. */
function cellsOf(text) {
  const lines = [[""]];
  let quoted = false;
  const trimmed = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  for (let at = 0; at < trimmed.length; at += 1) {
    const sign = trimmed[at];
    const line = lines.at(-1);
    const isStart = line.at(-1) === "" && !quoted;
    if (sign === '"' && (quoted || (isStart && /"[^"]*(?:""[^"]*)*"(?:[\t\n]|$)/.test(trimmed.slice(at))))) {
      if (quoted && trimmed[at + 1] === '"') {
        line[line.length - 1] += '"';
        at += 1;
      } else quoted = !quoted;
    } else if (sign === "\t" && !quoted) line.push("");
    else if (sign === "\n" && !quoted) lines.push([""]);
    else line[line.length - 1] += /[\t\n]/.test(sign) ? " " : sign;
  }
  return lines.map((line) => line.map((cell) => cell.trim()));
}

export function openGrids(root) {
  root.querySelectorAll("table[data-grid]").forEach((table) => new Grid(table));
}
