/* A PDF dropped anywhere on the page is checked at once, and one that is too large is not even sent. Without this script
   the file is chosen and sent by hand, and the server says the same. */
"use strict";

const form = document.querySelector("form.drop");
const input = form.querySelector("input[type=file]");
const tooLarge = form.querySelector("[data-too-large]");
const checking = form.querySelector("[data-checking]");

function fits() {
  const [file] = input.files;
  tooLarge.hidden = !file || file.size <= Number(input.dataset.largest);
  return tooLarge.hidden;
}

form.querySelector("[data-drop-hint]").hidden = false;
input.addEventListener("change", fits);

form.addEventListener("submit", (event) => {
  if (!fits()) {
    event.preventDefault();
    input.focus();
    return;
  }
  checking.hidden = false;
});

window.addEventListener("pageshow", () => {
  checking.hidden = true; // the way back leads to the page as it was left
});

document.addEventListener("dragover", (event) => {
  if (![...event.dataTransfer.items].some((item) => item.kind === "file")) return;
  event.preventDefault();
  document.body.classList.add("dropping");
});

document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("dropping");
});

document.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  document.body.classList.remove("dropping");
  input.files = event.dataTransfer.files;
  form.requestSubmit();
});
