/* One line for the whole room: whether all of it is saved. */

import { parts } from "./saving.js";

export function startStatus(place) {
  const words = place.dataset;
  const say = (what) => {
    if (place.dataset.now === what) return;
    place.dataset.now = what;
    place.textContent = words[what] ?? "";
  };
  document.addEventListener("portal:typing", () => say("saving"));
  document.addEventListener("portal:saved", (event) => {
    if ([...parts.values()].some((part) => part.isPending)) return;
    say("saved");
    place.title = event.detail.status.textContent.trim();
  });
  document.addEventListener("portal:unsaved", () => say("unsaved"));
}
