/* The menus in the margin: one is open at a time. It goes when something else is done, and the arrow keys lead through it. */

const MENU = "details.part-menu";

function closeOthers({ target }) {
  document.querySelectorAll(`${MENU}[open]`).forEach((menu) => menu.contains(target) || (menu.open = false));
}

/* The focus goes back to where the menu was opened from. */
export function close(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

document.addEventListener("pointerdown", closeOthers, true);
document.addEventListener("focusin", closeOthers);
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest(`${MENU}[open]`);
  const step = event.altKey ? 0 : { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (menu && event.key === "Escape") close(menu);
  else if (menu && step) {
    const stops = [...menu.querySelectorAll("summary, button:not([hidden])")];
    stops.at((stops.indexOf(event.target) + step) % stops.length).focus();
  } else return;
  event.preventDefault();
});
