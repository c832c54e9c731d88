/* Whether all of the room is saved, in one line; and for the style sheet, which parts are not. */

import { parts } from "./saving.js";

export function startStatus(place) {
  const words = place.dataset;
  const say = (what) => {
    if (place.dataset.now === what) return;
    place.dataset.now = what;
    document.documentElement.classList.toggle("saving", what === "saving");
    place.textContent = words[what] ?? "";
  };
  document.addEventListener("portal:typing", () => say("saving"));
  const note = (event, isUnsaved) => event.detail.form.closest(".part")?.classList.toggle("unsaved", isUnsaved);
  document.addEventListener("portal:saved", (event) => {
    note(event, false);
    if ([...parts.values()].some((part) => part.isPending)) return;
    say("saved");
    place.title = event.detail.status.textContent.trim();
  });
  document.addEventListener("portal:unsaved", (event) => {
    note(event, true);
    say("unsaved");
  });
}
