/* A data table: rows and columns are added, removed and moved, and what is copied from a sheet of Excel is filled in where
   it is pasted. The page holds a frame of fields; here it is a matrix of texts, and its empty edge is hidden. */

import { offerUnicode } from "./offering.js";

class Grid {
  constructor(table) {
    this.table = table;
    this.tools = document.querySelector(`[data-grid-tools="${table.dataset.grid}"]`);
    this.most = [Number(table.dataset.maxRows), Number(table.dataset.maxColumns)];
    this.place = [0, 0]; // where the caret is or was
    this.before = []; // the matrices that can be had back
    const [rows, columns] = this.filled();
    this.size = [Math.max(rows, 2), Math.max(columns, 2)];
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

  /* How many rows and columns hold something. */
  filled() {
    const texts = this.texts;
    const rows = texts.reduce((most, line, r) => (line.some((text) => text.trim()) ? r + 1 : most), 0);
    const columns = texts.reduce((most, line) => Math.max(most, line.findLastIndex((text) => text.trim()) + 1), 0);
    return [rows, columns];
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
    this.tools.querySelector("[data-grid-does=undo]").hidden = !this.before.length;
  }

  /* Let the fields hold `texts`, of `size`, and the caret stand at `place`. */
  set(texts, size, place) {
    this.before.push([this.texts, this.size, this.place]);
    this.write(texts, size, place);
  }

  write(texts, size, place) {
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
    const [row, column] = [r, c + 1].map((number) => number.toLocaleString(document.documentElement.lang));
    return (r ? cellCalled : headingCalled).replace("{row}", row).replace("{column}", column);
  }

  act(name) {
    const [[r, c], [rows, columns]] = [this.place, this.size];
    if (name === "undo") return this.undo();
    const texts = this.texts.slice(0, rows).map((line) => line.slice(0, columns));
    const move = (list, from, to) => list.splice(to, 0, ...list.splice(from, 1));
    const steps = {
      addRow: () => rows < this.most[0] && (texts.splice(r + 1, 0, Array(columns).fill("")), [r + 1, c]),
      addColumn: () => columns < this.most[1] && (texts.forEach((line) => line.splice(c + 1, 0, "")), [r, c + 1]),
      rowUp: () => r > 1 && (move(texts, r, r - 1), [r - 1, c]),
      rowDown: () => r > 0 && r < rows - 1 && (move(texts, r, r + 1), [r + 1, c]),
      columnLeft: () => c > 0 && (texts.forEach((line) => move(line, c, c - 1)), [r, c - 1]),
      columnRight: () => c < columns - 1 && (texts.forEach((line) => move(line, c, c + 1)), [r, c + 1]),
      removeRow: () => rows > 1 && (texts.splice(r, 1), [r, c]),
      removeColumn: () => columns > 1 && (texts.forEach((line) => line.splice(c, 1)), [r, c]),
    };
    const place = steps[name]();
    if (place) this.set(texts, [texts.length, texts[0].length], place);
  }

  undo() {
    const last = this.before.pop();
    if (last) this.write(...last);
  }

  key(event) {
    if (event.isComposing || !event.altKey) return;
    const name = event.shiftKey
      ? { ArrowUp: "rowUp", ArrowDown: "rowDown", ArrowLeft: "columnLeft", ArrowRight: "columnRight" }[event.key]
      : { Enter: "addRow", Insert: "addColumn" }[event.key];
    if (!name) return;
    event.preventDefault();
    this.act(name);
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
  fill(pasted, [r, c]) {
    const texts = this.texts;
    const size = [
      Math.min(this.most[0], Math.max(this.size[0], r + pasted.length)),
      Math.min(this.most[1], Math.max(this.size[1], c + Math.max(...pasted.map((line) => line.length)))),
    ];
    for (let row = r; row < size[0]; row += 1) {
      texts[row] ??= [];
      for (let column = c; column < size[1]; column += 1) {
        const cell = pasted[row - r]?.[column - c];
        if (cell !== undefined) texts[row][column] = cell;
      }
    }
    this.set(texts, size, [r, c]);
  }
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
