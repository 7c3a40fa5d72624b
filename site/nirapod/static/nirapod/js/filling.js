// A page of a form shows and hides questions as answers change: the server is asked for the page as it would be.
// Nothing is saved by it. An answer that comes back too late for what was typed meanwhile is left aside.
// Buttons of rows work in the page the same way; these are saved.

import { htmxReady } from "./filling-htmx.js";

const PAUSE = 150;

const form = document.getElementById("filling-form");
let asked = "";
let before = new Set();
let timer = 0;

export function typedOn(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return new URLSearchParams(pairs).toString();
}

function questions() {
  return document.getElementById("questions");
}

function names() {
  return new Set([...questions().querySelectorAll(".field[id]")].map((field) => field.id));
}

function askSoon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, PAUSE);
}

// Asks the server now for the questions as they would be.
export async function refresh() {
  try {
    (await htmxReady()).trigger(questions(), "refresh");
  } catch {
    // No network: the autosave says so, and going on to the next page asks as well.
  }
}

// A chosen file cannot come back from the server, so its input is carried over.
function carryFiles(old) {
  for (const input of old) {
    const fresh = document.getElementById(input.id);
    if (fresh && input.files.length) fresh.replaceWith(input);
  }
}

function announce(text) {
  const line = form.querySelector("[data-announce]");
  line.textContent = "";
  line.textContent = text;
}

function isChanged(control) {
  if (control.tagName === "SELECT") return [...control.options].some((one) => one.selected !== one.defaultSelected);
  if (control.type === "radio" || control.type === "checkbox") return control.checked !== control.defaultChecked;
  return control.value !== control.defaultValue;
}

// On a slow line somebody answers before this script is here; a browser that goes back brings answers along too.
function wasAnsweredBefore() {
  return [...form.querySelectorAll("[data-watched] :is(input, select, textarea)")].some(isChanged);
}

// After a row's button: the new row, the button that was pressed, or the way to take a removal back.
function focusAfter(action) {
  const [wish, repeat] = action.split(":");
  const section = document.getElementById(`repeat-${repeat}`);
  const rows = section?.querySelectorAll(':scope [id^="row-"][tabindex]') || [];
  const wanted = {
    add: () => rows[rows.length - 1]?.querySelector("input:not([type=hidden]), select, textarea"),
    remove: () => section?.querySelector('button[value^="undo:"]'),
  }[wish];
  (wanted?.() || section?.querySelector(`button[value="${CSS.escape(action)}"]`) || section?.querySelector("[data-add-row]"))?.focus();
}

// What was typed while the server made the page anew.
function typedMeanwhile() {
  const then = new URLSearchParams(asked);
  return [...form.querySelectorAll("#questions :is(input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), textarea)")]
    .filter((control) => control.name && then.get(control.name) !== control.value)
    .map((control) => [control.name, control.value]);
}

function typeAgain(typed) {
  for (const [name, value] of typed) {
    const control = form.elements.namedItem(name);
    if (control && "value" in control) control.value = value;
  }
}

function start() {
  let files = [];
  let typed = [];
  let action = "";
  if (wasAnsweredBefore()) askSoon();
  form.addEventListener("change", (event) => {
    // What is typed to find a choice is no answer; the choice tells of itself.
    if (event.target.closest("[data-watched]") && event.target.role !== "combobox") askSoon();
  });
  form.addEventListener("htmx:configRequest", (event) => {
    asked = typedOn(form);
    action = "rowAction" in event.detail.elt.dataset ? event.detail.elt.value : "";
    if (action) clearTimeout(timer);
  });
  form.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.shouldSwap) return;
    if (typedOn(form) !== asked && !action) {
      event.detail.shouldSwap = false;
      askSoon();
      return;
    }
    typed = typedMeanwhile();
    before = names();
    files = [...form.querySelectorAll("input[type=file]")];
  });
  form.addEventListener("htmx:afterSettle", () => {
    carryFiles(files);
    typeAgain(typed);
    if (action) focusAfter(action);
    else if ([...names()].some((name) => !before.has(name))) announce(form.dataset.added);
    action = "";
  });
}

if (form) start();
