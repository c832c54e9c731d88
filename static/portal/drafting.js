/* The drafting room: every part saves itself while it is typed, and whatever leaves the page waits until all of them are
   saved. What could not be saved stays in its field and says why: beside the field, the part's button, and the button
   that was pressed. */
"use strict";

const PAUSE = 1500; // milliseconds after the last key before a part saves itself
const PATIENCE = 30000; // milliseconds that the portal may take for an answer
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
    this.typed += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  /* One save at a time: each begins from the version that the last one gave. Gives all, part, none, conflict, silent,
     signedOut or gone. */
  save() {
    clearTimeout(this.timer);
    this.queue = this.queue.then(() => (this.isPending ? this.send() : "all"));
    return this.queue;
  }

  async send() {
    const typed = this.typed;
    const [outcome, html] = await post(this.form);
    if (outcome === "all") this.saved = typed;
    if (html) show(this, html);
    else say(this.status, outcome);
    return outcome;
  }
}

const parts = new Map([...document.querySelectorAll("form[data-part]")].map((form) => [form, new Part(form)]));

/* A sign-in in another tab gives the browser a new token. */
function renewToken() {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (token) for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token[1];
}

async function answerOf(address, options) {
  try {
    return await fetch(address, { ...options, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    return null;
  }
}

async function post(form) {
  renewToken();
  const body = new URLSearchParams(new FormData(form));
  const response = await answerOf(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
  if (!response) return ["silent"];
  if (response.type === "opaqueredirect") return ["signedOut"];
  const outcome = response.headers.get("X-Saved");
  return outcome ? [outcome, await response.text()] : [response.status === 404 ? "gone" : "silent"];
}

function say(place, outcome) {
  const strong = document.createElement("strong");
  strong.className = "error";
  strong.textContent = words.dataset[outcome];
  place.replaceChildren(strong);
  if (outcome === "signedOut") place.append(" ", words.querySelector("a").cloneNode(true));
}

/* The answer replaces the list of what is missing and the way to the chair, which may hold the focus. */
function show(part, html) {
  const focused = document.activeElement && document.activeElement.closest("#send");
  htmx.swap(part.status, html, { swapStyle: "innerHTML" });
  if (focused) document.querySelector("#send button").focus();
  part.form.querySelectorAll(".field-error").forEach(unmark);
  part.status.querySelectorAll("[data-error]").forEach((link) => {
    const field = document.getElementById(link.hash.slice(1));
    if (field) mark(field, link.dataset.error);
  });
}

/* The same marks as the portal's own pages give a field with an error. */
function mark(field, message) {
  const line = document.createElement("p");
  line.className = "error";
  line.id = `${field.id}_error`;
  line.textContent = message;
  field.before(line);
  field.closest(".field, td").classList.add("field-error");
  field.setAttribute("aria-invalid", "true");
  describe(field, (ids) => [...ids, line.id]);
}

function unmark(box) {
  box.classList.remove("field-error");
  box.querySelectorAll("p.error").forEach((line) => line.remove());
  const field = box.querySelector("[aria-invalid]");
  if (!field) return;
  field.removeAttribute("aria-invalid");
  describe(field, (ids) => ids.filter((id) => id !== `${field.id}_error`));
}

function describe(field, change) {
  const ids = change((field.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
  if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
  else field.removeAttribute("aria-describedby");
}

/* Saves all that is pending, what is typed meanwhile too; gives the parts that could not be, with what became of them. */
async function flush() {
  for (;;) {
    const pending = [...parts.values()].filter((part) => part.isPending);
    const outcomes = await Promise.all(pending.map((part) => part.save()));
    const held = pending.map((part, index) => [part, outcomes[index]]).filter(([, outcome]) => outcome !== "all");
    if (held.length || !pending.length) return held;
  }
}

/* Why a step was not taken, at the button that was pressed. */
function sayHeldBack(button, part) {
  const line = document.createElement("p");
  line.className = "error held-back";
  line.setAttribute("role", "alert");
  const link = document.createElement("a");
  link.href = `#${part.form.closest(".part").id}`;
  link.textContent = part.form.dataset.part;
  line.append(words.dataset.heldBack, " ", link);
  (button.closest(".actions") || button.parentElement).append(line);
}

/* The form that stands where `form` stood: the answer to a save may have put another in its place, or none. */
function standing(form) {
  if (form.isConnected) return form;
  return document.querySelector(`form[action="${form.getAttribute("action")}"]`);
}

let goingOn = false;

function goOn(form, button) {
  goingOn = true;
  renewToken();
  if (form.dataset.confirm) form.dataset.confirmed = "1"; // portal.js has asked already
  form.requestSubmit(button && button.isConnected ? button : null);
  delete form.dataset.confirmed;
  goingOn = false;
}

async function proceed(form, button) {
  document.querySelectorAll(".held-back").forEach((line) => line.remove());
  const own = parts.get(form);
  const held = await flush();
  const ownHeld = held.find(([part]) => part === own);
  if (ownHeld && ownHeld[1] === "conflict") {
    own.saved = own.typed; // the page that shows both texts keeps this one
    goOn(form, button);
  } else if (ownHeld) {
    const field = form.querySelector("[aria-invalid]");
    if (field) field.focus();
  } else if (held.length) {
    const now = standing(form);
    if (!own) sayHeldBack(button.isConnected ? button : now ? now.querySelector("button") : document.querySelector("#send p"), held[0][0]);
  } else {
    const now = standing(form);
    if (now) goOn(now, button);
  }
}

/* Text that is sent with its form and not before: only while the session lasts. */
async function proceedIfSignedIn(form, button) {
  const response = await answerOf(window.location.pathname, { method: "HEAD" });
  if (response && response.ok) goOn(form, button);
  else say(form.querySelector(".saved"), response && response.type === "opaqueredirect" ? "signedOut" : "silent");
}

document.addEventListener("input", (event) => {
  const part = parts.get(event.target.form);
  if (part) part.noteTyping();
});

document.addEventListener("submit", (event) => {
  if (goingOn || event.target.method !== "post") return;
  const isChecked = event.target.matches("[data-session-check]");
  if (isChecked || [...parts.values()].some((part) => part.isPending)) {
    event.preventDefault();
    (isChecked ? proceedIfSignedIn : proceed)(event.target, event.submitter);
  } else {
    renewToken();
  }
});

window.addEventListener("beforeunload", (event) => {
  if ([...parts.values()].some((part) => part.isPending)) event.preventDefault();
});
