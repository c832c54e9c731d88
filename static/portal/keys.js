/* Security keys: a form with `data-key` asks the key (navigator.credentials) by the options it carries, and sends on what
   the key answers. */
"use strict";

function bytes(text) {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const signs = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(signs).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function readable(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of [options.allowCredentials, options.excludeCredentials])
    for (const each of list || []) each.id = bytes(each.id);
  return options;
}

function sendable(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[name]) response[name] = text(credential.response[name]);
  const { id, type } = credential;
  return { id, rawId: text(credential.rawId), type, response, clientExtensionResults: credential.getClientExtensionResults() };
}

async function askKey(form) {
  const said = form.querySelector("[role=alert]");
  said.textContent = "";
  try {
    const { publicKey } = JSON.parse(form.dataset.options);
    const credential = await navigator.credentials[form.dataset.key]({ publicKey: readable(publicKey) });
    form.querySelector("[name=credential]").value = JSON.stringify(sendable(credential));
    form.submit();
  } catch (error) {
    console.info(error);
    said.textContent = form.dataset.failed;
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.dataset.key) return;
  event.preventDefault();
  askKey(event.target);
});
