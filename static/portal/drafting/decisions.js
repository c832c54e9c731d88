/* Room for one more decision of a row, as soon as the last one holds something. */

import { openEditors } from "./rich.js";

const NUMBER = /_(\d+)$/;

export function giveMoreRoom(event) {
  const decision = event.target.closest?.("fieldset.decision.spare");
  if (!decision || ![...decision.querySelectorAll("textarea, input")].some((field) => field.value.trim())) return;
  const fields = [...decision.querySelectorAll("textarea, input")];
  const next = Number(fields[0].id.match(NUMBER)[1]) + 1;
  if (next >= Number(decision.dataset.most)) return;
  const made = decision.cloneNode(true);
  made.querySelectorAll(".rich, .error").forEach((each) => each.remove());
  made.querySelectorAll("[id]").forEach((each) => (each.id = each.id.replace(/_\d+(?=$|_)/, `_${next}`)));
  made.querySelectorAll("label").forEach((each) => (each.htmlFor = each.htmlFor.replace(NUMBER, `_${next}`)));
  for (const field of made.querySelectorAll("textarea, input")) {
    field.name = field.name.replace(NUMBER, `_${next}`);
    field.value = "";
    field.hidden = false;
  }
  const legend = made.querySelector("legend");
  legend.textContent = legend.textContent.replace(/[\d০-৯]+\s*$/, (next + 1).toLocaleString(document.documentElement.lang));
  decision.classList.remove("spare");
  decision.after(made);
  openEditors(made);
}

document.addEventListener("input", giveMoreRoom);
