// Sends a file as soon as it is chosen, with its progress; one that fails stays chosen and can be sent again.
// A signature says itself when it is to be sent (`signature-sending.js`).
// Without this script files go with the page.

import { inTurn } from "./filling-autosave.js";
import { refresh, typedOn } from "./filling.js";

const form = document.getElementById("filling-form");

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

function keep(input, id, file) {
  if (isDrawn(input)) {
    say(input, form.dataset.saved);
    return input.dispatchEvent(new CustomEvent("file:kept", { detail: { id, file } }));
  }
  const name = nameOf(input);
  let holder = form.querySelector(`input[type=hidden][name="${CSS.escape(name)}"]`);
  if (!holder) {
    holder = Object.assign(document.createElement("input"), { type: "hidden", name });
    input.before(holder);
  }
  holder.value = id;
  input.value = "";
  return refresh();
}

function onFailure(input) {
  const waits = input.closest("[data-signature]")?.dataset.waits;
  say(input, waits || form.dataset.fileFailed, { failed: true, retry: true });
  input.dispatchEvent(new Event("file:failed"));
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

function send(input, unasked = false) {
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

function onChosen(input) {
  if (input.type === "file" && !isDrawn(input)) send(input);
}

if (form) {
  form.addEventListener("change", (event) => onChosen(event.target));
  form.addEventListener("file:send", (event) => send(event.target, event.detail.unasked));
  form.addEventListener("file:taken-back", (event) => say(event.target, ""));
  // On a slow line a file is chosen before this script is here; a browser that goes back brings it along too.
  for (const input of form.querySelectorAll("input[type=file]")) {
    if (input.files.length) onChosen(input);
  }
}
