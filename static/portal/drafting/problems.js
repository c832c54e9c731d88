/* A line of what is missing or odd leads to the field that it is about, else to the first one of its part; so does the name
   of a part with comments, which show beside the sheet while somebody writes in it. */

import { show } from "./active.js";
import { faceOf } from "./faces.js";

const FIELDS = ".control > :is(textarea, input)";

/* The id of a field on this page, where decisions that were emptied have left gaps that the draft does not have. */
function onPage(id) {
  const [, row, name, number] = id.match(/^id_(row-\d+)-(marker|text|due)_(\d+)$/) ?? [];
  const places = row && document.getElementById(`${row}-places`).value.split(" ");
  return row ? `id_${row}-${name}_${places[number] || number}` : id;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#problems a, .commented a");
  const place = link && document.getElementById(onPage(link.hash.slice(1)));
  if (!place) return;
  const fields = place.matches(FIELDS) ? [place] : [...place.querySelectorAll(FIELDS)];
  fields.slice(0, 1).forEach(show);
  const face = fields.map(faceOf).find((each) => each.checkVisibility());
  if (!face) return;
  event.preventDefault(); // the browser would go to the field itself, which its editor hides
  face.focus();
});
