// Nobody has touched the page for as long as a session lasts: what is typed is saved and the page loaded anew, so that
// the sign-in stands in place of the answers and leads back to them. What cannot be saved would be lost: then it stays.

import { save } from "./filling-autosave.js";
import { filesWait } from "./filling-unsaved.js";

const MARGIN = 90_000; // the server counts in whole minutes

const form = document.getElementById("filling-form");
let timer = 0;

async function lock() {
  if (!filesWait(form) && (await save())) window.location.reload();
  else again();
}

function again() {
  clearTimeout(timer);
  timer = setTimeout(lock, Number(form.dataset.idleMinutes) * 60_000 + MARGIN);
}

if (form) {
  for (const kind of ["keydown", "pointerdown", "input"]) document.addEventListener(kind, again, { passive: true });
  again();
}
