/* The pages of the real PDF beside the sheet, drawn anew after every save. Only pages that changed come over the line, and
   where it is slow they come when they are asked for. */

import { onceDrawn } from "./idle.js";
import { ask } from "./post.js";

const OPEN = "preview-open"; // in the browser's memory: whether the pages are shown

class Preview {
  constructor(panel) {
    this.panel = panel;
    this.pages = panel.querySelector(".pages");
    this.status = panel.querySelector("[role=status]");
    this.shows = panel.querySelector("[data-does=show]");
    this.renews = panel.querySelector("[data-does=renew]");
    this.of = "";
    this.words = { false: this.shows.textContent, true: this.shows.dataset.hide };
    this.shows.addEventListener("click", () => this.open(!this.isOpen));
    this.renews.addEventListener("click", () => this.renew());
    document.addEventListener("portal:saved", () => this.note());
    document.addEventListener("portal:arranged", () => this.note());
    panel.querySelector(".actions").hidden = false;
    if (localStorage.getItem(OPEN) && !isSlow()) onceDrawn(() => this.open(true));
  }

  get isOpen() {
    return this.shows.getAttribute("aria-expanded") === "true";
  }

  open(isOpen) {
    this.shows.setAttribute("aria-expanded", String(isOpen));
    this.shows.textContent = this.words[isOpen];
    this.pages.hidden = this.renews.hidden = !isOpen;
    if (isOpen) localStorage.setItem(OPEN, "1");
    else localStorage.removeItem(OPEN);
    this.status.textContent = "";
    if (isOpen) this.renew();
  }

  note() {
    if (!this.isOpen) return;
    if (isSlow()) this.status.textContent = this.panel.dataset.old;
    else this.renew();
  }

  /* One picture at a time; what changes meanwhile is drawn after it. */
  async renew() {
    if (this.isBusy) {
      this.isOld = true;
      return;
    }
    this.isBusy = true;
    this.isOld = false;
    this.pages.setAttribute("aria-busy", "true");
    const width = Math.min(1200, Math.ceil((this.pages.clientWidth * window.devicePixelRatio) / 100) * 100) || 600;
    const have = [...this.pages.children].map((each) => each.dataset.name);
    const asked = new URLSearchParams({ width, of: this.of, have: have.join(",") });
    const answer = await ask(`${this.panel.dataset.address}?${asked}`);
    if (answer?.status === 200) this.show(JSON.parse(answer.content));
    else if (answer?.status !== 204) this.status.textContent = this.panel.dataset.failed;
    this.pages.removeAttribute("aria-busy");
    this.isBusy = false;
    if (this.isOld || answer?.status === 503) setTimeout(() => this.renew(), this.isOld ? 0 : 3000);
  }

  show({ of, pages }) {
    const had = new Map([...this.pages.children].map((each) => [each.dataset.name, each]));
    const shown = pages.map(({ name, picture }, index) => {
      const image = picture ? document.createElement("img") : had.get(name).cloneNode();
      if (picture) image.src = picture;
      image.dataset.name = name;
      image.alt = this.panel.dataset.page.replace("{n}", (index + 1).toLocaleString(document.documentElement.lang));
      return image;
    });
    this.of = of;
    this.pages.replaceChildren(...shown);
    this.status.textContent = "";
  }
}

/* Whoever saves data, or has a slow line, asks for the pages. */
function isSlow() {
  const line = navigator.connection;
  return Boolean(line && (line.saveData || /(^|-)2g$/.test(line.effectiveType)));
}

export function startPreview(panel) {
  return new Preview(panel);
}
