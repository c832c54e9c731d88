/* Who else is in the draft, and at which part. A part that somebody else changed is shown anew where nobody writes here; a
   part that is being written in is left alone: at its next save both texts stand side by side. */

import { onceDrawn } from "./idle.js";
import { ask, postInPlace } from "./post.js";
import { openEditors } from "./rich.js";
import { lookAgain, parts } from "./saving.js";

const EVERY = 5000; // milliseconds
const BY_ITSELF = { "X-By-Itself": "true" }; // a page that stands open keeps no session alive

function partOf(name) {
  return [...parts.values()].find((part) => part.form.dataset.name === name);
}

function here(place, list) {
  document.querySelectorAll(".part[data-here]").forEach((each) => each.removeAttribute("data-here"));
  const told = list.map(({ name, part }) => {
    const found = partOf(part);
    const around = found?.form.closest(".part");
    if (around) around.dataset.here = around.dataset.here ? `${around.dataset.here}, ${name}` : name;
    return found ? `${name} (${found.form.dataset.part})` : name;
  });
  const text = told.length ? `${place.dataset.here} ${told.join(", ")}` : "";
  if (place.textContent !== text) place.textContent = text;
}

/* Show a part as it stands in the draft now. */
async function renew(part) {
  const around = part.form.closest(".part");
  const answer = await ask(`${part.form.action}sheet/`, { headers: BY_ITSELF });
  if (!answer?.ok || part.isPending || around.contains(document.activeElement)) return;
  const template = document.createElement("template");
  template.innerHTML = answer.content;
  const made = template.content.firstElementChild;
  document.dispatchEvent(new CustomEvent("portal:arranging"));
  around.replaceWith(made);
  lookAgain();
  openEditors(made);
}

export function startPresence(room, place) {
  const versionOf = (part) => Number(part.form.elements.namedItem("version").value);
  async function tell() {
    if (document.hidden) return;
    const part = document.activeElement?.form?.dataset.name ?? nameAt(document.activeElement);
    const answer = await postInPlace(room.dataset.presence, new URLSearchParams({ part }), BY_ITSELF);
    if (!answer?.ok) return;
    const { here: list, versions } = JSON.parse(answer.content);
    here(place, list);
    for (const part of [...parts.values()]) {
      const name = part.form.dataset.name;
      if (name.startsWith("section:") || part.isPending || !part.form.isConnected) continue;
      if ((versions[name] ?? 0) > versionOf(part)) await renew(part);
    }
  }
  const nameAt = (element) => element?.closest?.(".part")?.querySelector("form[data-part]")?.dataset.name ?? "";
  onceDrawn(tell);
  setInterval(tell, EVERY);
}
