/* What belongs to the row that is written in, last time's row and what was said of it, stands beside the sheet where there
   is room for it; else in the row itself. */

import { rowOf } from "./rows.js";

const wide = window.matchMedia("(min-width: 75rem)");

export function startAbout(room, panel) {
  let shown = null; // what stands in the panel now
  const back = () => {
    if (!shown) return;
    const form = document.getElementById(`${shown.id.replace(/-about$/, "")}-form`);
    if (form) form.after(shown);
    else shown.remove();
    shown = null;
  };
  const look = (row) => {
    const about = row?.querySelector(".row-about");
    if (row && !about) return; // it stands in the panel already
    back();
    if (about && wide.matches) {
      panel.replaceChildren(about);
      shown = about;
    }
    panel.hidden = !shown;
  };
  room.addEventListener("focusin", (event) => {
    if (!event.target.closest(".side")) look(rowOf(event.target));
  });
  wide.addEventListener("change", () => look(null));
  document.addEventListener("portal:arranging", () => look(null));
}
