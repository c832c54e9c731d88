/* A text field may show itself in an editor of its own: its face. The field keeps the value that is sent. */

const faces = new WeakMap();

/* What of the field is seen and takes the focus: the element of its editor, or the field itself. */
export function faceOf(field) {
  return faces.get(field)?.element ?? field;
}

/* `face`: has `element`, and `show()`, which takes over what the field holds now. */
export function giveFace(field, face) {
  faces.set(field, face);
}

/* Put `value` into the field as if it had been typed. */
export function fill(field, value) {
  field.value = value;
  faces.get(field)?.show();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
