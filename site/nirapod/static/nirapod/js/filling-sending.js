// A form that is lost, or half done, where the browser puts its own page in its place: nothing is sent while there is no
// network, and that is said. Without this script the form is posted at once.

import { canBeSent } from "./filling-connection.js";

const form = document.querySelector("form[data-send]");
let asking = false;
let found = false;

// A second press while the server is asked is the same press.
async function onSubmit(event) {
  if (found) {
    found = false;
    return;
  }
  event.preventDefault();
  if (asking) return;
  asking = true;
  const button = event.submitter;
  found = await canBeSent(form);
  asking = false;
  if (found) form.requestSubmit(button);
}

if (form) {
  form.addEventListener("submit", onSubmit);
  // Back from the page after this one: the browser may show the page as it was.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && "anew" in form.dataset) window.location.reload();
  });
}
