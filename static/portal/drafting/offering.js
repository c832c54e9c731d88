/* What was pasted in another encoding is offered as Unicode, and nothing is changed before somebody says so. */

import { isWordInBijoy, offer } from "./bijoy.js";

const place = document.getElementById("room-offer");

/* `text`: what was pasted; `isWord`: as bijoy.js has it; `take`: puts it right where it stands. The focus goes back to
   `field`. */
export async function offerUnicode(text, isWord, field, take) {
  const converted = await offer(text, isWord);
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

/* A plain field: what stands between two places of it. Several cells of a data table are its own to offer. */
document.addEventListener("paste", (event) => {
  const field = event.target;
  if (event.defaultPrevented || !field.matches?.(".draft :is(textarea, input)")) return;
  const text = event.clipboardData.getData("text/plain");
  const isWord = isWordInBijoy(event.clipboardData);
  const from = field.selectionStart;
  setTimeout(() => {
    const to = field.selectionStart;
    const pasted = field.value.slice(from, to);
    offerUnicode(text, isWord, field, (converted) => {
      if (field.value.slice(from, to) !== pasted) return;
      field.setRangeText(converted, from, to, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
});
