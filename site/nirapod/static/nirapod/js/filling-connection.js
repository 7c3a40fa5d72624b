// Before what was typed leaves the page for good, the server is asked for a sign of life: without a network the browser
// would put its own page in place of this one. Where there is none, that is said above the form's buttons, in words that
// the page brings along (`#not-sent`).

import { onItsWay } from "./once.js";

const PATIENCE = 15_000; // many a network only looks like one
const AWAY = [502, 503, 504]; // what stands before the server answers, the server itself does not

async function isThere(address) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const reply = await fetch(address, { method: "HEAD", cache: "no-store", signal: patience.signal });
    return !AWAY.includes(reply.status);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

const line = (form) => form.querySelector("[data-sending]");

export function tellNotSent(form) {
  const box = document.getElementById("not-sent").content.firstElementChild.cloneNode(true);
  line(form).textContent = "";
  form.querySelector(".actions").before(box);
  box.focus();
}

// Tells whether the form can be sent now; the person has been told if not.
export async function canBeSent(form) {
  form.querySelector(".error-summary")?.remove();
  line(form).textContent = line(form).dataset.wait;
  const there = await isThere(line(form).dataset.alive);
  if (!there) tellNotSent(form);
  return there;
}

// The form goes when `ready` says that it can; a press while that is found out is the same press.
export function sendWhen(form, ready) {
  let asking = false;
  let found = false;
  form.addEventListener("submit", async (event) => {
    if (found) {
      found = false;
      return;
    }
    event.preventDefault();
    if (asking || onItsWay(form)) return;
    asking = true;
    const button = event.submitter;
    found = await ready();
    asking = false;
    if (found) form.requestSubmit(button);
  });
}
