/* The keys of the room. The list that the page shows is the one that is obeyed. */

import { decideMore } from "./decisions.js";
import { rowOf } from "./rows.js";
import { flush } from "./saving.js";

const press = (row, selector) => row?.querySelector(selector)?.click();

const ACTIONS = {
  save: () => flush(),
  addRow: (row) => press(row, "[data-does=add]"),
  decide: (row) => row && decideMore(row),
  rowUp: (row) => press(row, "button[name=to][value=up]:not([hidden])"),
  rowDown: (row) => press(row, "button[name=to][value=down]:not([hidden])"),
  removeRow: (row) => press(row, "[data-does=remove]"),
  toolbar: () => document.querySelector(".tools button:not(:disabled)")?.focus(),
  preview: () => document.querySelector(".preview [data-does=show]")?.click(),
  problems: () => document.querySelector("#problems a, #send button")?.focus(),
  keys: (_row, dialog) => dialog.showModal(),
};

export function startShortcuts(dialog) {
  const known = new Map([...dialog.querySelectorAll("[data-shortcut]")].map(({ dataset }) => [dataset.keys, dataset.shortcut]));
  document.querySelectorAll("[data-opens-keys]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const action = ACTIONS[known.get(nameOf(event))];
    if (!action || (event.altKey && event.target.closest("[data-grid]"))) return;
    event.preventDefault();
    action(rowOf(event.target), dialog);
  });
  document.addEventListener("keydown", goOn);
}

/* As the list names a key: by where it is on the keyboard, for a Bengali layout gives other letters. */
function nameOf({ ctrlKey, metaKey, altKey, shiftKey, code }) {
  const held = [(ctrlKey || metaKey) && "Ctrl", altKey && "Alt", shiftKey && "Shift"].filter(Boolean);
  return [...held, code].join("+");
}

/* Enter in a field of one line goes on to the next field, as there is no second line in it. */
function goOn(event) {
  if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.altKey || event.defaultPrevented) return;
  if (!event.target.matches(".draft textarea[rows='1']") || event.target.closest("[data-grid]")) return;
  event.preventDefault();
  const stops = [...document.querySelectorAll(".draft :is(textarea, input:not([type=hidden]), .ProseMirror)")];
  const seen = stops.filter((each) => each.checkVisibility());
  seen[seen.indexOf(event.target) + 1]?.focus();
}
