/* What is typed is kept in this browser until the portal has it: through a lost connection, a closed tab, an ended session.
   When the draft is opened again it stands in its fields and is saved, over the version it was typed on: where somebody
   saved another text meanwhile, the portal keeps both. */

import { faceOf, fill } from "./faces.js";
import { postInPlace } from "./post.js";
import { parts } from "./saving.js";

const AFTER = 250; // milliseconds after a key
let prefix = "";
const timers = new Map();

/* What the browser's memory calls the drafts of a person in a set of minutes; behind it stands the part's name. */
export const prefixOf = ({ user, minutes }) => `draft:${user}:${minutes}:`;

const keyOf = (part) => prefix + part.form.dataset.name;

function keep(part) {
  if (!part.isPending) return;
  const { version, csrfmiddlewaretoken: _token, ...fields } = Object.fromEntries(new FormData(part.form));
  const unheard = part.unheard && Object.fromEntries(part.unheard.body);
  try {
    localStorage.setItem(keyOf(part), JSON.stringify({ version, fields, unheard, address: part.form.action }));
  } catch {
    /* The browser keeps nothing for this page, or has no room: the portal itself still gets the text. */
  }
}

function forget(part) {
  clearTimeout(timers.get(part));
  localStorage.removeItem(keyOf(part));
}

/* What the browser keeps under that name; what cannot be read as the text of a part is forgotten, and gives null. */
function keptAs(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    if (kept?.fields instanceof Object && typeof kept.address === "string") return kept;
  } catch {
    /* It is no text of a part either. */
  }
  localStorage.removeItem(key);
  return null;
}

/* Put what was kept into the fields of its part; gives whether any of it was new. */
function takeUp(part, { version, fields, unheard }) {
  const names = new Set([...part.form.elements].map((field) => field.name));
  const grid = [...part.form.elements].find((field) => field.closest("[data-grid]"))?.closest("[data-grid]");
  const room = new CustomEvent("portal:room", { bubbles: true, detail: Object.keys(fields).filter((name) => fields[name]) });
  (grid ?? part.form).dispatchEvent(room);
  let isNew = false;
  for (const [name, value] of Object.entries(fields)) {
    const field = part.form.elements.namedItem(name);
    if (!field || field.value === value || name.endsWith("-places")) continue;
    if (field.value.replaceAll("\r\n", "\n") === value.replaceAll("\r\n", "\n")) continue;
    fill(field, value);
    isNew = true;
  }
  if (isNew) {
    part.form.elements.namedItem("version").value = version;
    if (unheard) part.unheard = { body: new URLSearchParams(unheard), typed: 0 };
    const places = Object.keys(fields).find((name) => name.endsWith("-places"));
    if (places && names.has(places)) part.form.elements.namedItem(places).value = fields[places];
  }
  return isNew;
}

/* A part that is no longer in the draft: the portal takes its text into the history, and says so by telling of a conflict.
   Whatever it answers else, this browser alone may have the text. */
async function hand(key, { version, fields, address }) {
  const answer = await postInPlace(address, new URLSearchParams({ ...fields, version }));
  if (["all", "conflict"].includes(answer?.headers.get("X-Saved"))) localStorage.removeItem(key);
}

export function startDrafts(room, place) {
  prefix = prefixOf(room.dataset);
  document.addEventListener("portal:typing", ({ detail: part }) => {
    clearTimeout(timers.get(part));
    timers.set(part, setTimeout(keep, AFTER, part));
  });
  document.addEventListener("portal:saved", ({ detail: part }) => part.isPending || forget(part));
  window.addEventListener("pagehide", () => parts.forEach(keep));
  let first = null;
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(prefix))) {
    const kept = keptAs(key);
    if (!kept) continue;
    const part = [...parts.values()].find((each) => keyOf(each) === key);
    if (!part) hand(key, kept);
    else if (takeUp(part, kept)) first ??= part;
    else localStorage.removeItem(key);
  }
  if (!first) return;
  place.append(" ", place.dataset.takenUp);
  faceOf([...first.form.elements].find((field) => field.matches("textarea, input:not([type=hidden])")))
    ?.scrollIntoView({ block: "center" });
}
