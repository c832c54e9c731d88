/* The drafting room: the sheet is written where it prints. Each module does one thing; here they are started. */

import { startActive } from "./active.js";
import { startAbout } from "./about.js";
import "./decisions.js";
import { startDrafts } from "./drafts.js";
import "./filling.js";
import { openGrids } from "./grid.js";
import "./offering.js";
import "./menus.js";
import "./palette.js";
import { startPreview } from "./preview.js";
import { startPresence } from "./presence.js";
import "./problems.js";
import { openEditors } from "./rich.js";
import { startRows } from "./rows.js";
import "./saving.js";
import { startShortcuts } from "./shortcuts.js";
import "./suggest.js";
import { startToolbar } from "./toolbar.js";
import { startStatus } from "./status.js";

const room = document.getElementById("room");
openEditors(room);
openGrids(room);
startRows(room);
startActive(room);
startAbout(room, document.getElementById("about-row"));
startToolbar(document.querySelector(".room-bar .tools"));
startStatus(document.getElementById("room-saved"));
startDrafts(room, document.getElementById("room-said"));
startPresence(room, document.getElementById("room-here"));
startPreview(document.querySelector(".preview"));
startShortcuts(document.getElementById("keys"));

/* A page that opens at a part has what the portal said out of sight, and the bar in it. */
const told = document.getElementById("messages");
if (location.hash && told.textContent.trim()) {
  document.getElementById("room-said").append(told.textContent.trim().replace(/\s+/g, " "));
  told.replaceChildren();
}

/* A section that was added or moved loads the page anew: go on in its heading, once the browser has gone to the part. */
const section = location.hash.startsWith("#section-") && document.getElementById(location.hash.slice(1));
if (section) window.addEventListener("load", () => requestAnimationFrame(() => section.querySelector("textarea")?.focus()));
