// A form that is lost, or half done, where the browser puts its own page in its place: nothing is sent while there is no
// network, and that is said. Without this script the form is posted at once.

import { canBeSent, sendWhen } from "./filling-connection.js";

const form = document.querySelector("form[data-send]");

if (form) {
  sendWhen(form, () => canBeSent(form));
  // Back from the page after this one: the browser may show the page as it was.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && "anew" in form.dataset) window.location.reload();
  });
}
