/* Room for one more decision of a row. It is made when it is asked for, shows while somebody writes in it, and goes again
   where nothing was written. */

import { faceOf } from "./faces.js";
import { editorFor } from "./rich.js";
import { rowOf } from "./rows.js";

const NUMBER = /_(\d+)$/;

const lastOf = (row) => [...row.querySelectorAll("fieldset.decision")].at(-1);
const fieldsOf = (decision) => [...decision.querySelectorAll("textarea, input")];
const numberOf = (decision) => Number(fieldsOf(decision)[0].id.match(NUMBER)[1]);

/* The row's room for one more decision; null where it has as many as it may. */
function spareOf(row) {
  const last = lastOf(row);
  if (last.matches(".spare")) return last;
  const number = numberOf(last) + 1;
  if (number >= Number(row.dataset.most)) return null;
  const made = copy(last, number);
  last.after(made);
  editorFor(made.querySelector("textarea"));
  return made;
}

/* Where the row's next decision is written: where it has as many as it may, that is the last one. */
export const nextIn = (row) => spareOf(row) ?? lastOf(row);

/* An empty decision like this one, with another number. */
function copy(decision, number) {
  const made = decision.cloneNode(true);
  made.className = "decision spare";
  made.querySelectorAll(".rich, .error").forEach((each) => each.remove());
  made.querySelectorAll(".field-error").forEach((each) => each.classList.remove("field-error"));
  made.querySelectorAll("[id]").forEach((each) => (each.id = each.id.replace(/_\d+(?=$|_)/, `_${number}`)));
  for (const field of fieldsOf(made)) {
    field.name = field.name.replace(NUMBER, `_${number}`);
    field.value = "";
    field.hidden = false;
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  made.ariaLabel = made.ariaLabel.replace(/[\d০-৯]+$/, (number + 1).toLocaleString(document.documentElement.lang));
  return made;
}

/* Go on in the row's next decision. */
export function decideMore(row) {
  const spare = spareOf(row);
  if (!spare) return;
  spare.classList.add("active"); // what does not show cannot be written in
  faceOf(spare.querySelector("textarea")).focus();
}

document.addEventListener("input", ({ target }) => {
  const spare = target.closest?.("fieldset.decision.spare");
  if (spare && fieldsOf(spare).some((field) => field.value.trim())) spare.classList.remove("spare");
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-does=decide]");
  if (!button) return;
  button.closest("details")?.removeAttribute("open"); // the focus goes on to the decision
  decideMore(rowOf(button));
});

/* Room for fields of these names, which somebody filled in when the page had more of them. */
document.addEventListener("portal:room", ({ target, detail: names }) => {
  const row = rowOf(target);
  const most = Math.max(...names.filter((name) => /-(marker|text|due)_\d+$/.test(name)).map((name) => Number(name.match(NUMBER)[1])));
  while (row && numberOf(lastOf(row)) < most) {
    lastOf(row).classList.remove("spare");
    if (!spareOf(row)) return;
  }
});
