/* Saving: every part saves itself while it is typed, and whatever leaves the page waits until all of them are saved.
   What could not be saved stays in its field and says why: beside the field, the part's button, and the button that was
   pressed. */

import { put } from "./answers.js";
import { faceOf } from "./faces.js";
import { ask, postInPlace, renewToken, trouble } from "./post.js";

const PAUSE = 800; // milliseconds after the last key before a part saves itself
const LONGEST = 1800; // milliseconds after the first unsaved key, however fast somebody goes on typing
const AGAIN = 8000; // milliseconds until a part is tried again that the portal did not answer
const words = document.getElementById("unsaved-words");

class Part {
  constructor(form) {
    this.form = form;
    this.typed = this.saved = 0; // how often something was typed, and how much of that the portal has
    this.queue = Promise.resolve();
  }

  get isPending() {
    return this.form.isConnected && this.saved < this.typed;
  }

  get status() {
    return this.form.querySelector(".saved");
  }

  noteTyping() {
    if (!this.isPending || !this.since) this.since = Date.now();
    this.typed += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Math.min(PAUSE, Math.max(0, this.since + LONGEST - Date.now())));
    tell(this, "typing");
  }

  /* One save at a time: each begins from the version that the last one gave. Gives all, part, none, conflict, silent,
     signedOut, gone or refused. A save that fails keeps no later one away. */
  save() {
    clearTimeout(this.timer);
    this.queue = this.queue
      .then(() => (this.isPending ? this.send() : "all"))
      .catch((error) => {
        console.error(error);
        return say(this.status, "silent");
      });
    return this.queue;
  }

  /* A save that nothing was heard of goes out once more as it was, before what was typed since: the portal may have it. */
  async send() {
    const again = this.unheard;
    this.unheard ??= { body: new URLSearchParams(new FormData(this.form)), typed: this.typed };
    const { body, typed } = this.unheard;
    this.since = 0;
    tell(this, "saving");
    const answer = await postInPlace(this.form.action, body);
    const outcome = answer && answer.headers.get("X-Saved");
    if (!outcome) {
      const [what, number] = trouble(answer);
      say(this.status, what, number);
      tell(this, "unsaved");
      if (what === "silent") this.timer = setTimeout(() => this.save(), AGAIN);
      else this.unheard = null;
      return what;
    }
    this.unheard = null;
    show(this, answer.content, body);
    if (outcome === "all") this.saved = typed;
    tell(this, outcome === "all" ? "saved" : "unsaved");
    return again && typed < this.typed ? this.send() : outcome;
  }
}

/* Lets the rest of the room know: typing, saving, saved or unsaved. */
function tell(part, what) {
  part.form.dispatchEvent(new CustomEvent(`portal:${what}`, { bubbles: true, detail: part }));
}

export const parts = new Map([...document.querySelectorAll("form[data-part]")].map((form) => [form, new Part(form)]));

/* Parts that came into the page later, or went. */
export function lookAgain() {
  for (const [form] of parts) if (!form.isConnected) parts.delete(form);
  document.querySelectorAll("form[data-part]").forEach((form) => parts.has(form) || parts.set(form, new Part(form)));
}

export function say(place, outcome, number) {
  const strong = document.createElement("strong");
  strong.className = "error";
  strong.textContent = words.dataset[outcome].replace("{code}", number?.toLocaleString(document.documentElement.lang));
  place.replaceChildren(strong);
  if (outcome === "signedOut") place.append(" ", words.querySelector("a").cloneNode(true));
  return outcome;
}

/* The answer replaces the list of what is missing and the way to the chair, which may hold the focus. What it
   gives for a field is filled in where that holds what was `sent` still, and never under the caret. */
function show(part, html, sent) {
  const focused = document.activeElement?.closest("#send");
  put(part.status, html);
  if (focused) document.querySelector("#send button")?.focus();
  part.status.querySelectorAll("data[data-field]").forEach((given) => {
    const field = document.getElementById(given.dataset.field);
    const fill = () => field.value === sent.get(field.name) && (field.value = given.value);
    if (field && field === document.activeElement) field.addEventListener("blur", fill, { once: true });
    else if (field) fill();
  });
  boxesOf(part).forEach(unmark);
  part.status.querySelectorAll("[data-error]").forEach((link) => {
    const field = document.getElementById(link.hash.slice(1));
    if (field) mark(field, link.dataset.error);
  });
}

const BOX = ".control, .field";

/* Where on the page the part's fields with an error stand. */
function boxesOf(part) {
  const boxes = [...part.form.elements].map((field) => field.closest(BOX));
  return new Set(boxes.filter((box) => box?.classList.contains("field-error")));
}

/* The same marks as the portal's own pages give a field with an error. */
function mark(field, message) {
  const line = document.createElement("p");
  line.className = "error";
  line.id = `${field.id}_error`;
  line.textContent = message;
  field.before(line);
  field.closest(BOX)?.classList.add("field-error");
  for (const each of new Set([field, faceOf(field)])) {
    each.setAttribute("aria-invalid", "true");
    describe(each, (ids) => [...ids, line.id]);
  }
}

function unmark(box) {
  box.classList.remove("field-error");
  box.querySelectorAll("p.error").forEach((line) => line.remove());
  for (const field of box.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    describe(field, (ids) => ids.filter((id) => !id.endsWith("_error")));
  }
}

function describe(field, change) {
  const ids = change((field.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
  if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
  else field.removeAttribute("aria-describedby");
}

/* Saves all that is pending, what is typed meanwhile too; gives the parts that could not be, with what became of them. */
export async function flush() {
  for (;;) {
    const pending = [...parts.values()].filter((part) => part.isPending);
    const outcomes = await Promise.all(pending.map((part) => part.save()));
    const held = pending.map((part, index) => [part, outcomes[index]]).filter(([, outcome]) => outcome !== "all");
    if (held.length || !pending.length) return held;
  }
}

/* Why a step is not taken, into `line`, until that is mended: with a link to the part that is not saved. */
export function sayHeldBack(line, part) {
  const link = document.createElement("a");
  link.href = `#${part.form.closest(".part").id}`;
  link.textContent = part.form.dataset.part;
  line.replaceChildren(words.dataset.heldBack, " ", link);
  part.form.addEventListener("portal:saved", () => link.isConnected && line.replaceChildren(), { once: true });
}

/* That at the button that was pressed, or where there is none at the part itself. */
function holdBack(form, button, part) {
  const line = document.createElement("p");
  line.className = "error held-back";
  line.setAttribute("role", "alert");
  sayHeldBack(line, part);
  const places = [button, standing(form)?.querySelector("button"), document.querySelector("#send p"), part.status];
  const place = places.find((each) => each?.isConnected);
  (place.closest(".actions") || place.parentElement).append(line);
}

/* The form that stands where `form` stood: the answer to a save may have put another in its place, or none. */
function standing(form) {
  if (form.isConnected) return form;
  return document.querySelector(`form[action="${form.getAttribute("action")}"]`);
}

let isBusy = false; // a step waits for the portal
let goingOn = false;
let leftBehind = []; // the parts whose text the step gives up or takes along

function goOn(form, button, left = []) {
  goingOn = true;
  leftBehind = left;
  renewToken();
  if (form.dataset.confirm) form.dataset.confirmed = "1"; // portal.js has asked already
  form.requestSubmit(button?.isConnected ? button : null);
  delete form.dataset.confirmed;
  goingOn = false;
}

/* Whether the step of `button` takes the part out: it is, or stands in, the row or section that goes. */
export function takesOut(button, part) {
  const gone = document.getElementById(button?.dataset.removes ?? "");
  return Boolean(gone && (gone.closest(".section > .part")?.parentElement ?? gone).contains(part.form));
}

/* Whether the step needs no save of this part: it shows both texts of the part, or removes it. */
function letsGo(form, button, part, outcome) {
  const removed = takesOut(button, part);
  return outcome === "conflict" ? removed || part.form === form : outcome === "part" && removed;
}

async function proceed(form, button) {
  document.querySelectorAll(".held-back").forEach((line) => line.remove());
  const unsaved = await flush();
  const held = unsaved.filter(([part, outcome]) => !letsGo(form, button, part, outcome)).map(([part]) => part);
  const own = parts.get(form);
  if (!held.length) {
    const now = standing(form);
    if (now) goOn(now, button, unsaved.map(([part]) => part));
  } else if (held.includes(own)) {
    faceOf([...form.elements].find((field) => field.hasAttribute("aria-invalid")))?.focus();
  } else if (!own || unsaved.length > held.length) {
    holdBack(form, button, held[0]);
  }
}

/* Text that is sent with its form and not before: only while the session lasts. */
async function proceedIfSignedIn(form, button) {
  const answer = await ask(form.dataset.sessionCheck, { method: "HEAD" });
  if (answer?.ok) goOn(form, button);
  else say(form.querySelector(".saved"), ...trouble(answer));
}

document.addEventListener("input", (event) => {
  const part = parts.get(event.target.form);
  if (part) part.noteTyping();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (goingOn || form.method !== "post") return;
  const isChecked = "sessionCheck" in form.dataset;
  if (!isBusy && !isChecked && ![...parts.values()].some((part) => part.isPending)) return renewToken();
  event.preventDefault();
  if (isBusy) return;
  isBusy = true;
  try {
    await (isChecked ? proceedIfSignedIn : proceed)(form, event.submitter);
  } finally {
    isBusy = false;
  }
});

window.addEventListener("online", () => parts.forEach((part) => part.isPending && part.save()));

window.addEventListener("beforeunload", (event) => {
  if ([...parts.values()].some((part) => part.isPending && !leftBehind.includes(part))) event.preventDefault();
  leftBehind = [];
});
