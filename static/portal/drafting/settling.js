/* The page of two texts of a part. Both stand there and in the history, so the browser need no longer keep the one that was
   typed: it would come up again in the drafting room whichever of them was chosen. */

import { prefixOf } from "./drafts.js";
import "./saving.js"; // what is written on this page waits for the session, too

const { dataset } = document.querySelector("[data-settles]");
localStorage.removeItem(prefixOf(dataset) + dataset.settles);
