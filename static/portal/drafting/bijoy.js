/* Pasted text in the legacy Bijoy encoding: the portal is asked for it in Unicode where it looks like Bijoy at all. */

import { post } from "./post.js";

const LONGEST = 250000; // characters, as many as the portal takes

// What English and Unicode Bengali hardly ever have: capitals within words, v, w and q beside the wrong consonants,
// letters and signs of Windows-1252, and the codes that Word puts in their place.
const SUSPECT =
  /[a-z`_~][A-Z]|[`_][a-z]|[bcf-hjkmp-qtx-z`_KLMNPQRTUVWYZ]v|w[b-df-gjmp`_A-Z]|[bgjmw]q|[¡-ÿƒŠŒŸšœˆ‰†‡\u0080-\u009f\uf020-\uf0ff]/;

// The name of a font of Bijoy; those that end in OMJ are its makers' fonts of Unicode.
const FONT = /(?:font-family\s*:|face\s*=)[^;{}<>]*?[a-z](?<!o)MJ\b/i;

/* Whether a single word came in a font of Bijoy: it is too little to tell by its letters. */
export function isWordInBijoy(clipboard) {
  return /^\s*\S+\s*$/.test(clipboard.getData("text/plain")) && FONT.test(clipboard.getData("text/html"));
}

/* The text with its Bijoy as Unicode; null where it has none, or the portal gives no answer. `isWord`: it is a word in a
   font of Bijoy. The page names the address in `data-from-bijoy`. */
export async function offer(text, isWord = false) {
  if (text.length > LONGEST || !(isWord || SUSPECT.test(text))) return null;
  const { fromBijoy } = document.querySelector("[data-from-bijoy]").dataset;
  const answer = await post(fromBijoy, new URLSearchParams({ text, ...(isWord && { word: "" }) }));
  return answer?.status === 200 ? JSON.parse(answer.content).text : null;
}
