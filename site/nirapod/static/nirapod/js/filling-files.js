// Sends a file as soon as it is chosen, with its progress; one that fails stays chosen and can be sent again.
// A drawn signature is sent when the pen rests, and again by itself until it has arrived: nobody can choose it anew.
// Without this script files go with the page.

import { inTurn } from "./filling-autosave.js";
import { refresh, typedOn } from "./filling.js";

const AFTER_STROKE = 1_500;
const AGAIN = 20_000;

const form = document.getElementById("filling-form");
const timers = new WeakMap();

function stateOf(input) {
  const found = input.parentElement.querySelector("[data-file-state]");
  if (found) return found;
  const made = document.createElement("div");
  made.dataset.fileState = "";
  made.className = "file-state";
  made.setAttribute("role", "status");
  input.after(made);
  return made;
}

function say(input, text, { failed = false, retry = false } = {}) {
  const state = stateOf(input);
  state.classList.toggle("file-state--failed", failed);
  state.textContent = text;
  if (!retry) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--second";
  button.textContent = form.dataset.again;
  button.addEventListener("click", () => send(input));
  state.append(" ", button);
}

function showProgress(input) {
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", form.dataset.sending);
  say(input, form.dataset.sending);
  stateOf(input).append(bar);
  return bar;
}

function isDrawn(input) {
  return Boolean(input.closest("[data-signature]"));
}

function nameOf(input) {
  return input.name.slice(0, -"-file".length);
}

function holderOf(input) {
  const name = isDrawn(input) ? `${nameOf(input)}-kept` : nameOf(input);
  return [form.querySelector(`input[type=hidden][name="${CSS.escape(name)}"]`), name];
}

// A signature stays to be seen where it was drawn, and what was drawn since then is still to be sent.
function keep(input, id, file) {
  let [holder, name] = holderOf(input);
  if (!holder) {
    holder = Object.assign(document.createElement("input"), { type: "hidden", name });
    holder.dataset.ahead = "";
    input.before(holder);
  }
  holder.value = id;
  if (input.files[0] === file) input.value = "";
  if (isDrawn(input)) say(input, form.dataset.saved);
  else refresh();
}

function onFailure(input) {
  const signature = input.closest("[data-signature]");
  say(input, signature?.dataset.waits || form.dataset.fileFailed, { failed: true, retry: true });
  if (signature) plan(input, AGAIN, true);
}

function onAnswer(input, file, request) {
  if (request.status !== 200) return onFailure(input);
  const answer = JSON.parse(request.responseText);
  const name = nameOf(input);
  const mark = form.querySelector("[name=page-revision]");
  if (mark) mark.value = request.getResponseHeader("X-Revision") || mark.value;
  if (answer.files[name]) return keep(input, answer.files[name], file);
  input.value = "";
  return say(input, answer.errors[name] || form.dataset.fileFailed, { failed: true });
}

// `unasked`: nobody may be there any more, so the session is not to live longer for it.
function send(input, unasked = false) {
  clearTimeout(timers.get(input));
  const [file] = input.files;
  if (!file || !input.isConnected) return;
  if (file.size > Number(input.dataset.limit || form.dataset.fileLimit)) {
    input.value = "";
    say(input, input.dataset.tooLarge || form.dataset.fileTooLarge, { failed: true });
    return;
  }
  const bar = showProgress(input);
  inTurn(async () => input.files[0] === file && sent(input, file, bar, unasked));
}

// Ends when there is an answer, or none to be had.
function sent(input, file, bar, unasked) {
  const body = new FormData();
  for (const [name, value] of new URLSearchParams(typedOn(form))) body.append(name, value);
  body.append(input.name, file);
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.addEventListener("load", () => onAnswer(input, file, request));
  request.addEventListener("error", () => onFailure(input));
  request.open("POST", form.dataset.saveUrl);
  if (unasked) request.setRequestHeader("X-Background", "1");
  request.send(body);
  return new Promise((done) => request.addEventListener("loadend", done));
}

function plan(input, wait, unasked = false) {
  clearTimeout(timers.get(input));
  timers.set(input, setTimeout(() => send(input, unasked), wait));
}

// Each stroke makes another picture; "Draw again" takes back the one that was sent ahead.
function onDrawn(input) {
  if (input.files.length) return plan(input, AFTER_STROKE);
  clearTimeout(timers.get(input));
  const [holder] = holderOf(input);
  if (holder && "ahead" in holder.dataset) holder.remove();
  return say(input, "");
}

function onChosen(input) {
  if (input.type !== "file") return;
  if (isDrawn(input)) onDrawn(input);
  else send(input);
}

function sendDrawn() {
  for (const input of form.querySelectorAll("[data-signature] input[type=file]")) send(input, true);
}

if (form) {
  form.addEventListener("change", (event) => onChosen(event.target));
  window.addEventListener("online", sendDrawn);
  // On a slow line a file is chosen before this script is here; a browser that goes back brings it along too.
  for (const input of form.querySelectorAll("input[type=file]")) {
    if (input.files.length) onChosen(input);
  }
}
