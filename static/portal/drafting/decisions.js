/* Room for one more decision of a row, as soon as the last one holds something. It shows when it is asked for, and goes
   again where nothing was written in it. */

import { faceOf } from "./faces.js";
import { openEditors } from "./rich.js";
import { rowOf } from "./rows.js";

const NUMBER = /_(\d+)$/;

function giveMoreRoom(event) {
  const decision = event.target.closest?.("fieldset.decision.spare");
  if (!decision || ![...decision.querySelectorAll("textarea, input")].some((field) => field.value.trim())) return;
  const fields = [...decision.querySelectorAll("textarea, input")];
  const next = Number(fields[0].id.match(NUMBER)[1]) + 1;
  if (next >= Number(decision.dataset.most)) return;
  const made = decision.cloneNode(true);
  made.classList.remove("active");
  made.querySelectorAll(".rich, .error").forEach((each) => each.remove());
  made.querySelectorAll("[id]").forEach((each) => (each.id = each.id.replace(/_\d+(?=$|_)/, `_${next}`)));
  for (const field of made.querySelectorAll("textarea, input")) {
    field.name = field.name.replace(NUMBER, `_${next}`);
    field.value = "";
    field.hidden = false;
  }
  made.ariaLabel = made.ariaLabel.replace(/[\d০-৯]+$/, (next + 1).toLocaleString(document.documentElement.lang));
  decision.classList.remove("spare");
  decision.after(made);
  openEditors(made);
}

/* Go on in the row's next decision. */
export function decideMore(row) {
  const spare = row.querySelector("fieldset.decision.spare");
  if (!spare) return; // the row has as many as it may
  spare.classList.add("active"); // what does not show cannot be written in
  faceOf(spare.querySelector("textarea")).focus();
}

document.addEventListener("input", giveMoreRoom);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-does=decide]");
  if (!button) return;
  button.closest("details")?.removeAttribute("open"); // the focus goes on to the decision
  decideMore(rowOf(button));
});
