/* What was pasted in another encoding is offered as Unicode, and nothing is changed before somebody says so. */

import { offer } from "./bijoy.js";

const place = document.getElementById("room-offer");

/* `text`: what was pasted; `take`: puts it right where it stands. The focus goes back to `field`. */
export async function offerUnicode(text, field, take) {
  const converted = await offer(text);
  if (!converted) return;
  const [words, taking, leaving] = [place.querySelector("q"), ...place.querySelectorAll("button")];
  words.textContent = converted.length > 120 ? `${converted.slice(0, 120)} …` : converted;
  place.hidden = false;
  const end = () => {
    place.hidden = true;
    taking.onclick = leaving.onclick = null;
    field.focus();
  };
  taking.onclick = async () => {
    await take(converted);
    end();
  };
  leaving.onclick = end;
}

/* A plain field: what stands between two places of it. */
document.addEventListener("paste", (event) => {
  const field = event.target;
  if (!field.matches?.(".draft :is(textarea, input)") || field.closest("[data-grid]")) return;
  const text = event.clipboardData.getData("text/plain");
  const from = field.selectionStart;
  setTimeout(() => {
    const to = field.selectionStart;
    const pasted = field.value.slice(from, to);
    offerUnicode(text, field, (converted) => {
      if (field.value.slice(from, to) !== pasted) return;
      field.setRangeText(converted, from, to, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
});
