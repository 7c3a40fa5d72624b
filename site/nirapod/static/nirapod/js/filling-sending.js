// The last Send of a form: without a network the browser would put its own page in place of the answers. So the server
// is asked for a sign of life first; without one nothing is sent, and that is said above the button. Without this script
// the form is posted at once.

const PATIENCE = 15_000; // many a network only looks like one
const AWAY = [502, 503, 504]; // what stands before the server answers, the server itself does not

const form = document.querySelector("form[data-alive]");
let asking = false;
let found = false;

async function isThere() {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const reply = await fetch(form.dataset.alive, { method: "HEAD", cache: "no-store", signal: patience.signal });
    return !AWAY.includes(reply.status);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function say(text) {
  form.querySelector("[data-sending]").textContent = text;
}

function tell() {
  const box = document.getElementById("not-sent").content.firstElementChild.cloneNode(true);
  form.querySelector(".actions").before(box);
  box.focus();
}

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
  form.querySelector(".error-summary")?.remove();
  say(form.dataset.wait);
  found = await isThere();
  asking = false;
  if (found) {
    form.requestSubmit(button);
    return;
  }
  say("");
  tell();
}

if (form) {
  form.addEventListener("submit", onSubmit);
  // Back from the receipt: the browser may show the page as it was.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}
