// Saves a page of a form while it is being filled in: every 20 seconds, when the page is left, and with sensitive
// forms after each answer. What is typed stays in the page alone; nothing is stored on the device.

import "./once.js";
import { changedLabels, changedNames, filesWait, given, snapshot } from "./filling-unsaved.js";
import { typedOn } from "./filling.js";

const EVERY = 20_000;
const AFTER_ANSWER = 300;
const AFTER_KEY = 3_000;
const RETRIES = [5_000, 10_000, 20_000, 40_000, 60_000];
const RECENT = 60_000;

const form = document.getElementById("filling-form");
let saved = new Map();
let failures = 0;
let lastInput = 0;
let running = null;
let outcome = "";
let stopped = false;
let leaving = false;
let timer = 0;

function say(text, unsaved) {
  const line = form.querySelector("[data-save-state]");
  if (line.textContent !== text) line.textContent = text;
  line.classList.toggle("save-state--unsaved", unsaved);
  const list = form.querySelector("[data-unsaved]");
  const labels = failures ? changedLabels(form, saved) : [];
  list.hidden = !labels.length;
  list.querySelector("ul").replaceChildren(
    ...labels.map((label) => Object.assign(document.createElement("li"), { textContent: label })),
  );
}

function clock() {
  const language = document.documentElement.lang === "bn" ? "bn-BD" : "en-GB";
  return new Date().toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hour12: false });
}

function isSaved() {
  return !changedNames(snapshot(form), saved).length;
}

function goOnFrom(revision) {
  const mark = form.querySelector("[name=page-revision]");
  if (revision && mark) mark.value = revision;
}

async function send(body) {
  // Typing keeps the session alive; trying again for somebody who has left does not.
  const headers = Date.now() - lastInput < RECENT ? {} : { "X-Background": "1" };
  const keepalive = document.visibilityState === "hidden" && body.length < 60_000;
  const response = await fetch(form.dataset.saveUrl, { method: "POST", body: new URLSearchParams(body), headers, keepalive });
  if (response.status === 204 || response.status === 202) goOnFrom(response.headers.get("X-Revision"));
  if (response.status === 204) return "saved";
  if (response.status === 409) return "elsewhere";
  if (response.status !== 403) return "unsaved";
  const { renewToken } = await import("./filling-token.js");
  return (await renewToken(form, window.location.pathname)) ? "unsaved" : "signed-out";
}

async function attempt() {
  const now = snapshot(form);
  try {
    outcome = await send(typedOn(form));
  } catch {
    outcome = "offline";
  }
  if (outcome === "saved") saved = now;
  failures = outcome === "saved" ? 0 : failures + 1;
  stopped ||= outcome === "elsewhere";
  const behind = outcome === "saved" && !isSaved(); // typed meanwhile
  const words = behind ? form.dataset.unsaved : form.getAttribute(`data-${outcome}`);
  say(outcome === "saved" && !behind ? `${words} ${clock()}` : words, outcome !== "saved" || behind);
  if (failures) plan(RETRIES[Math.min(failures, RETRIES.length) - 1]);
  else plan(behind && "saveEach" in form.dataset ? AFTER_KEY : EVERY);
}

// One request that saves at a time: of two, the server takes the second for one that comes too late.
export async function inTurn(work) {
  while (running) await running;
  running = work();
  try {
    return await running;
  } finally {
    running = null;
  }
}

// Saves what is not saved yet; tells whether all of it is.
export async function save() {
  while (running) await running;
  if (stopped) return false;
  if (isSaved()) return true;
  await inTurn(attempt);
  return isSaved();
}

function plan(wait) {
  clearTimeout(timer);
  if (!stopped) timer = setTimeout(save, wait);
}

function onInput(wait) {
  lastInput = Date.now();
  if (stopped || isSaved()) return;
  say(failures ? form.querySelector("[data-save-state]").textContent : form.dataset.unsaved, true);
  if ("saveEach" in form.dataset && !failures) plan(wait);
}

function leave() {
  leaving = true;
  stopped = true;
  clearTimeout(timer);
  // Whoever comes back looks at the page anew, also at one that told of another tab.
  history.replaceState(history.state, "", location.href);
}

// Many a network only looks like one: what is not saved yet is saved before the page goes on, and a file that still
// waits goes with the page if the server is there.
async function onSubmit(event) {
  if (leaving || stopped) return;
  const troubled = failures > 0 || !navigator.onLine;
  const goes = isSaved() && !filesWait(form) && "anew" in form.dataset; // what two tabs say is not with the server yet
  if (!troubled && goes) {
    leave();
    return;
  }
  event.preventDefault();
  const button = event.submitter;
  if (filesWait(form)) say(form.dataset.sending, true);
  if (isSaved()) await inTurn(attempt);
  else await save();
  if (leaving) return;
  if (outcome === "offline" || (troubled && failures)) {
    form.querySelector("[data-save-state]").scrollIntoView({ block: "center" });
    return;
  }
  leave();
  form.requestSubmit(button);
}

function start() {
  saved = given(form);
  form.addEventListener("input", () => onInput(AFTER_KEY));
  form.addEventListener("change", () => onInput(AFTER_ANSWER));
  form.addEventListener("submit", onSubmit);
  form.addEventListener("htmx:afterSettle", (event) => {
    // Rows that were added or removed are kept already.
    if (event.detail.requestConfig?.path.includes("rows=")) saved = snapshot(form);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!stopped && (filesWait(form) || (failures && !isSaved()))) event.preventDefault();
  });
  window.addEventListener("online", save);
  // Back from the page after this one: the browser may show the page as it was.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
  plan(EVERY);
  if (!isSaved()) onInput(AFTER_ANSWER);
}

if (form) start();
