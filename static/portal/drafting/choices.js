/* A listbox that belongs to a field: what it offers, which option is meant, and asking the portal for more. The field keeps
   the focus; aria-activedescendant tells which option the arrow keys are at. */

import { ask } from "./post.js";

const PAUSE = 150; // ms without a key after which the portal is asked

let lists = 0;

export class Choices {
  /* list: the element that becomes the listbox; field: what has the focus meanwhile; take: is given the offer that was
     chosen; eager: the first option is meant before a key names one. */
  constructor(list, field, take, { eager = false } = {}) {
    Object.assign(this, { list, field, take, eager, options: [], active: -1 });
    list.id ||= `choices-${++lists}`;
    list.setAttribute("role", "listbox");
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(this.offers[this.options.indexOf(option)]);
    });
  }

  show(offers) {
    this.offers = offers;
    this.options = offers.map((offer, index) => optionOf(offer, `${this.list.id}-${index}`));
    this.list.replaceChildren(...this.options);
    this.mark(this.eager && offers.length ? 0 : -1);
  }

  mark(index) {
    this.options[this.active]?.removeAttribute("aria-selected");
    this.active = index;
    const option = this.options[index];
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    this.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  /* The arrow keys go round, with one place in between where none is meant and the text stays as it is typed. */
  step(by) {
    const places = this.options.length + (this.eager ? 0 : 1);
    const shift = this.eager ? 0 : 1;
    if (this.options.length) this.mark(((this.active + shift + by + places) % places) - shift);
  }

  takeActive() {
    const offer = this.active >= 0 && this.offers[this.active];
    if (offer) this.take(offer);
    return Boolean(offer);
  }
}

function optionOf(offer, id) {
  const option = document.createElement("div");
  option.id = id;
  option.setAttribute("role", "option");
  option.append(piece("choice", offer.text, "bn"), piece("choice-beside", offer.beside));
  return option;
}

function piece(name, text, lang) {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = text;
  if (lang) span.lang = lang;
  return span;
}

/* Asks an address for offers, after a pause in typing; an answer to an older question is never shown. */
export class Asking {
  constructor(shown) {
    this.shown = shown;
  }

  /* parameters: pairs of the query; what is offered goes to `shown`, with why nothing is where the portal
     says so; nothing goes there where it does not answer. */
  ask(address, parameters, pause = PAUSE) {
    this.stop();
    this.timer = setTimeout(() => this.fetch(`${address}?${new URLSearchParams(parameters)}`), pause);
  }

  stop() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  async fetch(address) {
    const request = (this.request = new AbortController());
    const answer = await ask(address, { signal: request.signal });
    if (request.signal.aborted) return;
    const { offers, why } = answer?.ok ? JSON.parse(answer.content) : { offers: [] };
    this.shown(offers, why);
  }
}

/* Whether the keys belong to an input method that puts a syllable together; 229 is what Safari says of its last key. */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}
