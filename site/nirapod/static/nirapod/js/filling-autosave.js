// Saves a page of a form while it is being typed: every 20 seconds, and when the page is left for another.
// What is typed stays in the page alone; nothing is stored on the device.

import { renewToken } from "./filling-token.js";
import { typedOn } from "./filling.js";

const EVERY = 20_000;
const RETRY = 5_000;
const STOP = "stop";

const form = document.getElementById("filling-form");
let saved = "";
let busy = false;
let stopped = false;
let timer = 0;

function say(text, unsaved) {
  const line = form.querySelector("[data-save-state]");
  if (line.textContent !== text) line.textContent = text;
  line.classList.toggle("save-state--unsaved", unsaved);
}

function clock() {
  const language = document.documentElement.lang === "bn" ? "bn-BD" : "en-GB";
  return new Date().toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hour12: false });
}

// The part that changes while typing: the page's own marks do not count.
function typed() {
  const all = new URLSearchParams(typedOn(form));
  for (const name of [...all.keys()]) {
    if (name.startsWith("page-") || name === "csrfmiddlewaretoken") all.delete(name);
  }
  return all.toString();
}

function goOnFrom(revision) {
  const mark = form.querySelector("[name=page-revision]");
  if (revision && mark) mark.value = revision;
}

async function send(content) {
  const response = await fetch(form.dataset.saveUrl, {
    method: "POST",
    body: new URLSearchParams(typedOn(form)),
    headers: { "X-Background": "1" },
    keepalive: document.visibilityState === "hidden" && content.length < 60_000,
  });
  if (response.status === 204 || response.status === 202) goOnFrom(response.headers.get("X-Revision"));
  if (response.status === 204) {
    saved = content;
    return { text: `${form.dataset.saved} ${clock()}`, unsaved: false };
  }
  if (response.status === 409) return { text: form.dataset.elsewhere, unsaved: true, then: STOP };
  if (response.status === 403) {
    const renewed = await renewToken(form, window.location.pathname);
    return { text: renewed ? form.dataset.unsaved : form.dataset.signedOut, unsaved: true, then: RETRY };
  }
  return { text: form.dataset.unsaved, unsaved: true, then: RETRY };
}

async function save() {
  const content = typed();
  if (busy || stopped || content === saved) return;
  busy = true;
  let outcome;
  try {
    outcome = await send(content);
  } catch {
    outcome = { text: form.dataset.offline, unsaved: true, then: RETRY };
  }
  busy = false;
  if (outcome.then === STOP) stopped = true;
  say(outcome.text, outcome.unsaved);
  plan(outcome.then === RETRY ? RETRY : EVERY);
}

function plan(wait) {
  clearTimeout(timer);
  if (!stopped) timer = setTimeout(save, wait);
}

function start() {
  saved = typed();
  form.addEventListener("input", () => {
    if (!stopped && typed() !== saved) say(form.dataset.unsaved, true);
  });
  form.addEventListener("submit", () => {
    stopped = true;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  window.addEventListener("online", save);
  // Back from the page after this one: the browser may show the page as it was.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
  plan(EVERY);
}

if (form) start();
