// Sends a file as soon as it is chosen, with its progress; one that fails stays chosen and can be sent again.
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

function keep(input, id) {
  const name = input.name.slice(0, -"-file".length);
  let holder = form.querySelector(`input[type=hidden][name="${CSS.escape(name)}"]`);
  if (!holder) {
    holder = Object.assign(document.createElement("input"), { type: "hidden", name });
    input.before(holder);
  }
  holder.value = id;
  input.value = "";
  refresh();
}

function onAnswer(input, request) {
  if (request.status !== 200) return say(input, form.dataset.fileFailed, { failed: true, retry: true });
  const answer = JSON.parse(request.responseText);
  const name = input.name.slice(0, -"-file".length);
  const mark = form.querySelector("[name=page-revision]");
  if (mark) mark.value = request.getResponseHeader("X-Revision") || mark.value;
  if (answer.files[name]) return keep(input, answer.files[name]);
  input.value = "";
  return say(input, answer.errors[name] || form.dataset.fileFailed, { failed: true });
}

function send(input) {
  const [file] = input.files;
  if (!file) return;
  if (file.size > Number(input.dataset.limit || form.dataset.fileLimit)) {
    input.value = "";
    say(input, input.dataset.tooLarge || form.dataset.fileTooLarge, { failed: true });
    return;
  }
  const bar = showProgress(input);
  inTurn(() => sent(input, file, bar));
}

// Ends when there is an answer, or none to be had.
function sent(input, file, bar) {
  const body = new FormData();
  for (const [name, value] of new URLSearchParams(typedOn(form))) body.append(name, value);
  body.append(input.name, file);
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.addEventListener("load", () => onAnswer(input, request));
  request.addEventListener("error", () => say(input, form.dataset.fileFailed, { failed: true, retry: true }));
  request.open("POST", form.dataset.saveUrl);
  request.send(body);
  return new Promise((done) => request.addEventListener("loadend", done));
}

// A drawn signature changes with every stroke: it goes with the page.
function goesAhead(input) {
  return input.type === "file" && !input.closest("[data-signature]");
}

if (form) {
  form.addEventListener("change", (event) => {
    if (goesAhead(event.target)) send(event.target);
  });
  // On a slow line a file is chosen before this script is here; a browser that goes back brings it along too.
  for (const input of form.querySelectorAll("input[type=file]")) {
    if (goesAhead(input) && input.files.length) send(input);
  }
}
