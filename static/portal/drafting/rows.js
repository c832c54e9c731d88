/* Rows come, go and move without the page being loaded again: by the choices of a row's menu, by its handle, by keys. The
   portal answers with the order of every table, and the page follows it. */

import { put } from "./answers.js";
import { faceOf } from "./faces.js";
import { close } from "./menus.js";
import { postInPlace, trouble } from "./post.js";
import { openEditors } from "./rich.js";
import { flush, lookAgain, say, sayHeldBack, takesOut } from "./saving.js";

const EDGE = 80; // pixels from the window's edge from which on the page scrolls under a row that is dragged
const SCROLLS = 16; // milliseconds from one step of that to the next

const place = document.createElement("div"); // where an answer is put before it goes to its places
place.hidden = true;

let isBusy = false; // a step waits for the portal

/* Take the step of `button`, if no other is on its way; gives whether it was taken. `fields`: what is sent, else what the
   button itself says. */
export async function take(button, fields = button.name ? { [button.name]: button.value } : {}) {
  if (isBusy) return false;
  isBusy = true;
  try {
    return await step(button, fields);
  } finally {
    isBusy = false;
  }
}

/* What is being written is saved first, for the order is changed in what the portal holds. */
async function step(button, fields) {
  const status = document.getElementById("room-said");
  const held = await flush();
  const inTheWay = held.find(([part]) => !takesOut(button, part));
  if (inTheWay) {
    inTheWay[0].form.closest(".part").scrollIntoView({ block: "center" });
    sayHeldBack(status, inTheWay[0]);
    return false;
  }
  const answer = await postInPlace(button.formAction, new URLSearchParams(fields));
  if (!answer?.headers.has("X-Saved")) {
    say(status, ...trouble(answer));
    return false;
  }
  status.replaceChildren();
  arrange(answer.content, status);
  return true;
}

function arrange(html, status) {
  const here = rowOf(document.activeElement);
  const beside = here?.nextElementSibling ?? here?.previousElementSibling;
  document.dispatchEvent(new CustomEvent("portal:arranging"));
  document.body.append(place);
  put(place, html);
  const added = place.querySelector("template[data-added]")?.content.firstElementChild;
  if (added) document.querySelector("tbody[data-rows]").append(added);
  place.querySelectorAll("[data-order]").forEach(({ dataset, value }) => order(dataset.order, value.split(" ").filter(Boolean)));
  place.querySelectorAll("[data-renumbered]").forEach(renumber);
  place.querySelectorAll("[data-called]").forEach(({ dataset, value }) => call(dataset.called, value));
  const said = place.querySelector("[data-said]");
  if (said) status.append(...said.childNodes);
  place.remove();
  lookAgain();
  document.dispatchEvent(new CustomEvent("portal:arranged"));
  if (here && !here.isConnected && beside) faceOf(beside.querySelector("textarea")).focus();
  if (!added) return;
  added.dispatchEvent(new CustomEvent("portal:added", { bubbles: true }));
  openEditors(added);
  (added.querySelector(".subject textarea, .ProseMirror") ?? added.querySelector("textarea")).focus();
}

/* The rows of a table in this order; those that left the draft go. What somebody else has added meanwhile is not here. */
function order(section, ids) {
  const table = document.querySelector(`tbody[data-rows="${section}"]`);
  if (!table) return;
  const focused = document.activeElement;
  const rows = ids.map((id) => document.getElementById(id)).filter(Boolean);
  rows.forEach((row, index) => table.children[index] === row || table.insertBefore(row, table.children[index] ?? null));
  const known = new Set(ids);
  [...table.children].filter((row) => !known.has(row.id) && !isElsewhere(row)).forEach((row) => row.remove());
  rows.forEach((row, index) => {
    row.querySelector("[name=to][value=up]").hidden = index === 0;
    row.querySelector("[name=to][value=down]").hidden = index === rows.length - 1;
  });
  table.closest(".section").querySelector(".no-rows")?.toggleAttribute("hidden", rows.length > 0);
  if (focused?.isConnected && document.activeElement !== focused) focused.focus();
}

function isElsewhere(row) {
  return [...place.querySelectorAll("[data-order]")].some(({ value }) => value.split(" ").includes(row.id));
}

/* What has another number has another version; a page that knew an older one keeps it, and is told at its next save. */
function renumber({ dataset, value }) {
  const anchor = dataset.renumbered.replace(":", "-");
  const version = document.getElementById(`${anchor}-version`);
  if (!version || Number(version.value) !== Number(dataset.version) - 1) return;
  version.value = dataset.version;
  document.getElementById(`id_${anchor}-${dataset.field}`).value = value;
}

/* What a row is called stands in every label of it. */
function call(id, name) {
  const row = document.getElementById(id);
  const form = document.getElementById(`${id}-form`);
  if (!form || form.dataset.part === name) return;
  const was = form.dataset.part;
  form.dataset.part = name;
  row.querySelectorAll(".visually-hidden, [aria-label]").forEach((each) => {
    const label = each.getAttribute("aria-label");
    if (label) each.setAttribute("aria-label", label.replace(was, name));
    else each.textContent = each.textContent.replace(was, name);
  });
}

/* The handle: a row follows the pointer, mouse or finger, and stays where it is let go. */
function drag(event) {
  const handle = event.target.closest(".handle");
  const row = handle && document.getElementById(handle.dataset.drags);
  if (!row || event.button) return;
  event.preventDefault();
  const [table, below] = [row.parentElement, row.nextElementSibling];
  const putBack = () => table.insertBefore(row, below?.parentElement === table ? below : null);
  row.classList.add("dragged");
  const letGo = new AbortController();
  let pointer = null; // where it was last
  const follow = ({ clientX, clientY }) => {
    pointer = { clientX, clientY };
    const over = document.elementsFromPoint(clientX, clientY).map((each) => each.closest("tbody[data-rows] > tr, .no-rows"));
    const target = over.find((each) => each && each !== row);
    if (!target) return;
    if (target.matches(".no-rows")) return target.closest(".section").querySelector("tbody[data-rows]").append(row);
    const { top, height } = target.getBoundingClientRect();
    if (clientY < top + height / 2) target.before(row);
    else target.after(row);
  };
  // A pointer that rests at the edge says nothing more, and the page goes on.
  const scrolling = setInterval(() => {
    if (!pointer) return;
    if (pointer.clientY > window.innerHeight - EDGE) window.scrollBy(0, EDGE / 8);
    else if (pointer.clientY < 2 * EDGE) window.scrollBy(0, -EDGE / 8); // below the bar, which stays in sight
    else return;
    follow(pointer);
  }, SCROLLS);
  const end = async ({ type }) => {
    letGo.abort();
    clearInterval(scrolling);
    row.classList.remove("dragged");
    if (type === "pointercancel") return putBack();
    const now = row.parentElement;
    if (now === table && row.nextElementSibling === below) return;
    const to = { section: now.dataset.rows, index: [...now.children].indexOf(row) };
    if (!(await take(row.querySelector("[data-does=move]"), to))) putBack();
  };
  // On the whole page: a handle that moves with its row loses a pointer that it had captured.
  const heard = { pointermove: follow, pointerup: end, pointercancel: end };
  for (const [type, hear] of Object.entries(heard)) {
    document.addEventListener(type, (each) => each.pointerId === event.pointerId && hear(each), { signal: letGo.signal });
  }
}

/* The row that the element stands in. */
export function rowOf(element) {
  return element?.closest?.("tr.part-row") ?? null;
}

export function startRows(room) {
  room.addEventListener("pointerdown", drag);
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.target.id !== "step" || !button || button.closest(".section > .part, [data-loads]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const menu = button.closest("details");
    if (menu?.open) close(menu); // or the focus would go with the button
    take(button);
  }, true);
}
