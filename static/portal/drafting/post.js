/* What is asked of the portal and sent to it while its page stays open. */

const PATIENCE = 30000; // milliseconds that the portal may take for an answer

/* A sign-in in another tab gives the browser a new one, so it is read anew for every step. */
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

/* The portal's answer once the whole of it arrived, with it as `content`, or null. */
export async function ask(address, { signal, ...options } = {}) {
  const until = AbortSignal.any([AbortSignal.timeout(PATIENCE), ...(signal ? [signal] : [])]);
  try {
    const answer = await fetch(address, { ...options, redirect: "manual", signal: until });
    answer.content = await answer.text();
    return answer;
  } catch {
    return null;
  }
}

/* The same of a step, with the fields of `body`. */
export function post(address, body, { headers, ...options } = {}) {
  body.delete("csrfmiddlewaretoken"); // it may be as old as the page
  return ask(address, { ...options, method: "POST", body, headers: { ...headers, "X-CSRFToken": token() } });
}

/* A step that the room takes without leaving its page: the portal answers with what changes there. */
export const postInPlace = (address, body, headers) => post(address, body, { headers: { ...headers, "HX-Request": "true" } });

/* The forms of the page that the browser sends itself. */
export function renewToken() {
  if (token()) for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token();
}

/* What an answer means that the drafting room did not give, and its number. A proxy speaks where the portal is silent. */
export function trouble(answer) {
  if (!answer || [502, 503, 504].includes(answer.status)) return ["silent"];
  if (answer.type === "opaqueredirect") return ["signedOut"];
  return answer.status === 404 ? ["gone"] : ["refused", answer.status];
}
