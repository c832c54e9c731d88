/* What the portal answers goes to its places: an element with data-replaces takes the place of the one on the page with its
   id, all else stands in `place`. */

export function put(place, html) {
  const answer = document.createElement("template");
  answer.innerHTML = html;
  answer.content.querySelectorAll("[data-replaces]").forEach((element) => {
    element.removeAttribute("data-replaces");
    const known = document.getElementById(element.id);
    if (known) known.replaceWith(element);
    else element.remove();
  });
  place.replaceChildren(answer.content);
}
