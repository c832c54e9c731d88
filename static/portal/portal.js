/* Comforts over pages that work without them: focus on errors, asking before a step, growing fields, a word before
   unsaved text is left. */
"use strict";

const dirty = new Set();

function focusErrors(root) {
  const summary = root.querySelector(".error-summary");
  if (summary) summary.focus();
}

function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 4}px`;
}

function prepare(root) {
  root.querySelectorAll("textarea").forEach(grow);
  root.querySelectorAll("form[data-dirty-check=typed]").forEach((form) => dirty.add(form)); // it came back unsaved
  focusErrors(root);
}

function ask(form, submitter) {
  const dialog = document.getElementById("confirm");
  dialog.querySelector("p").textContent = form.dataset.confirm;
  dialog.querySelector("[value=yes]").textContent = submitter ? submitter.textContent.trim() : dialog.dataset.yes;
  dialog.returnValue = "";
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "1";
      form.requestSubmit(submitter);
      delete form.dataset.confirmed;
    },
    { once: true },
  );
  dialog.showModal();
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.dataset.confirm && !form.dataset.confirmed) {
      event.preventDefault();
      event.stopPropagation();
      ask(form, event.submitter);
      return;
    }
    dirty.delete(form);
  },
  true,
);

document.addEventListener("input", (event) => {
  if (event.target.matches("textarea")) grow(event.target);
  const form = event.target.closest("form[data-dirty-check]");
  if (form) dirty.add(form);
});

window.addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});

document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
document.addEventListener("portal:added", (event) => prepare(event.target));
prepare(document);
