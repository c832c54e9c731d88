/* What is being written in shows more: the day a decision is due, the wording as printed, a data table's buttons. It
   shows and goes once the mouse button is up, so that nothing moves under a click. */

const AROUND = ".section > .part, tr.part-row, fieldset.decision, .info-value";

/* Let all show that shows while somebody writes in the element: what does not show cannot be gone to. */
export function show(element) {
  for (let each = element?.closest(AROUND); each; each = each.parentElement.closest(AROUND)) each.classList.add("active");
}

export function startActive(room) {
  let isDown = false;
  const look = () => {
    const now = document.activeElement;
    room.querySelectorAll(".active").forEach((each) => each.contains(now) || each.classList.remove("active"));
    show(now);
  };
  const soon = () => isDown || requestAnimationFrame(look);
  document.addEventListener("pointerdown", () => (isDown = true), true);
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, () => {
      isDown = false;
      requestAnimationFrame(look);
    }, true);
  }
  room.addEventListener("focusin", soon);
  room.addEventListener("focusout", soon);
}
