/* The drafting room: a part that could not be saved by itself says so beside its button, whatever went wrong. */
"use strict";

function sayUnsaved(form, words) {
  const place = document.querySelector(form.dataset.saved);
  const strong = document.createElement("strong");
  strong.className = "error";
  strong.textContent = words;
  place.replaceChildren(strong);
}

for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    const form = event.detail.requestConfig.elt;
    if (form.dataset.notSaved) sayUnsaved(form, form.dataset.notSaved);
  });
}

/* After the session's end the answer is the sign-in page, which has no place beside a button. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig.elt;
  if (!form.dataset.signedOut || new URL(event.detail.xhr.responseURL).pathname === new URL(form.action).pathname) return;
  event.detail.shouldSwap = false;
  sayUnsaved(form, form.dataset.signedOut);
});
