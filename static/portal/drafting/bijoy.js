/* Pasted text in the legacy Bijoy encoding: the portal is asked for it in Unicode where it looks like Bijoy at all. */

import { post } from "./post.js";

const LONGEST = 250000; // characters, as many as the portal takes

// What English and Unicode Bengali hardly ever have: capitals within words, v, w and q beside the wrong consonants,
// letters and signs of Windows-1252, and the codes that Word puts in their place.
const SUSPECT =
  /[a-z`_~][A-Z]|[`_][a-z]|[bcf-hjkmp-qtx-z`_KLMNPQRTUVWYZ]v|w[b-df-gjmp`_A-Z]|[bgjmw]q|[¡-ÿƒŠŒŸšœˆ‰†‡\u0080-\u009f\uf020-\uf0ff]/;

/* The text with its Bijoy as Unicode; null where it has none, or the portal gives no answer. The page names the
   address in `data-from-bijoy`. */
export async function offer(text) {
  if (text.length > LONGEST || !SUSPECT.test(text)) return null;
  const { fromBijoy } = document.querySelector("[data-from-bijoy]").dataset;
  const answer = await post(fromBijoy, new URLSearchParams({ text }));
  return answer?.status === 200 ? JSON.parse(answer.content).text : null;
}
