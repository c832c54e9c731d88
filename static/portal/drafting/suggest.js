/* Suggestions for the line the caret is in, below a <textarea data-suggest="implementer"> that has one
   entry a line. Whatever is typed stays as it is until an option is taken: by Enter or Tab after the arrow keys, or by a
   click. Alt+ArrowDown asks for suggestions on an empty line, too. Words for screen readers come from #suggest-words. */

import { Asking, Choices, isComposing } from "./choices.js";

const FIELD = "textarea[data-suggest]";
const NARROWEST = 300; // pixels: an office's name on two lines

let open = null; // the one field whose suggestions are shown or asked for

class Suggestions {
  constructor(field) {
    this.field = field;
    this.words = document.getElementById("suggest-words")?.dataset ?? {};
    this.list = document.createElement("div");
    this.list.className = "choices choices-below";
    this.list.setAttribute("aria-label", this.words.label ?? "");
    this.choices = new Choices(this.list, field, (offer) => this.take(offer));
    this.asking = new Asking((offers) => this.show(offers));
    this.place = () => place(this.list, field);
  }

  ask(always = false) {
    const line = lineOf(this.field);
    if (!line.text.trim() && !always) return this.close();
    const parameters = [["for", this.field.dataset.suggest], ["q", line.text]];
    this.asking.ask(this.field.closest("[data-suggest-url]").dataset.suggestUrl, parameters, always ? 0 : undefined);
  }

  show(offers) {
    if (document.activeElement !== this.field) return;
    const written = new Set(this.field.value.split("\n").map((line) => line.trim()));
    const fresh = offers.filter((offer) => !written.has(offer.text));
    if (!fresh.length) return this.hide();
    this.choices.show(fresh);
    if (!this.list.isConnected) this.unfold();
    this.place();
    announce(this.words.found, fresh.length);
  }

  /* A textarea has no list of options but as a combobox, which it is as long as the list is shown. */
  unfold() {
    this.field.after(this.list);
    if (this.list.showPopover) {
      this.list.popover = "manual"; // above all else, whatever clips or scrolls around the field
      this.list.showPopover();
    }
    this.field.setAttribute("role", "combobox");
    this.field.setAttribute("aria-expanded", "true");
    this.field.setAttribute("aria-controls", this.list.id);
    window.addEventListener("scroll", this.place, { capture: true, passive: true });
    window.addEventListener("resize", this.place);
  }

  get isShown() {
    return this.list.isConnected;
  }

  hide() {
    if (!this.isShown) return;
    this.list.remove();
    for (const name of ["role", "aria-expanded", "aria-controls", "aria-activedescendant"]) this.field.removeAttribute(name);
    window.removeEventListener("scroll", this.place, { capture: true });
    window.removeEventListener("resize", this.place);
    announce();
  }

  close() {
    this.asking.stop();
    this.hide();
  }

  take(offer) {
    const { start, end } = lineOf(this.field);
    this.close();
    this.field.setRangeText(offer.text, start, end, "end");
    taking = true;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    taking = false;
  }
}

let taking = false; // the text changes by an option, which asks for no further ones

function lineOf(field) {
  const caret = field.selectionStart;
  const start = caret ? field.value.lastIndexOf("\n", caret - 1) + 1 : 0;
  const next = field.value.indexOf("\n", caret);
  const end = next < 0 ? field.value.length : next;
  return { start, end, text: field.value.slice(start, end) };
}

/* Below the field, or above it where there is more room; wider than a narrow column. */
function place(list, field) {
  const box = field.getBoundingClientRect();
  const width = Math.min(Math.max(box.width, NARROWEST), window.innerWidth - 16);
  const below = window.innerHeight - box.bottom;
  const isAbove = below < list.offsetHeight && box.top > below;
  list.style.left = `${Math.min(box.left, window.innerWidth - width - 8)}px`;
  list.style.width = `${width}px`;
  list.style.maxHeight = `${Math.max(isAbove ? box.top : below, 96) - 8}px`;
  list.style.top = isAbove ? "auto" : `${box.bottom}px`;
  list.style.bottom = isAbove ? `${window.innerHeight - box.top}px` : "auto";
}

function announce(words, count) {
  const status = document.getElementById("suggest-status");
  if (status) status.textContent = words ? words.replace("{n}", count.toLocaleString(document.documentElement.lang)) : "";
}

function suggestionsOf(field) {
  if (open?.field !== field) {
    open?.close();
    open = new Suggestions(field);
  }
  return open;
}

/* What says, before anything is typed, that the field suggests. */
document.addEventListener("focusin", ({ target: field }) => {
  if (!field.matches?.(FIELD)) return;
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-haspopup", "listbox");
  field.autocomplete = "off";
});

document.addEventListener("input", (event) => {
  if (event.target.matches(FIELD) && !event.isComposing && !taking) suggestionsOf(event.target).ask();
});

document.addEventListener("compositionstart", (event) => {
  if (event.target === open?.field) open.close();
});

document.addEventListener("compositionend", (event) => {
  if (event.target.matches?.(FIELD)) suggestionsOf(event.target).ask();
});

document.addEventListener(
  "keydown",
  (event) => {
    const field = event.target;
    if (!field.matches?.(FIELD) || isComposing(event)) return;
    const own = suggestionsOf(field);
    if (event.altKey && !event.shiftKey && event.key === "ArrowDown") {
      own.ask(true);
    } else if (!own.isShown || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      own.choices.step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      own.close();
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight" || event.key === "Home" || event.key === "End") {
      return own.close();
    } else if (!["Enter", "Tab"].includes(event.key) || !own.choices.takeActive()) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

document.addEventListener("focusout", (event) => {
  if (event.target === open?.field) open.close();
});
document.addEventListener("click", (event) => {
  if (event.target === open?.field) open.close(); // the caret went to another line
});
