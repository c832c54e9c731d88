/* The room is laid out once: as its modules will have it, and in its type, which the browser would else begin to read when
   the first text is set. Where a module does not come, every part has its button. */

document.documentElement.classList.add("scripted");
for (const weight of [400, 700]) document.fonts.load(`${weight} 1em "Noto Serif Bengali"`, "ক a");
addEventListener("error", ({ target }) => target.type === "module" && document.documentElement.classList.remove("scripted"), true);
