// Long lists as comboboxes: a search box that asks the server, and a drop-down list that is looked through here.
// Without this script the first has a button, the second is an ordinary list.

import { Combobox } from "./filling-combobox.js";
import { typedOn } from "./filling.js";

const RADIOS_UP_TO = 7;
const MOST_SHOWN = 20;
const BANGLA_ZERO = 0x09e6;

const form = document.getElementById("filling-form");
let focused = "";
let halfTyped = new Map();

// What two spellings of one thing share, as the server has it: joiners and the script of digits do not count.
export function searchText(text) {
  return text
    .normalize("NFC")
    .replace(/\p{Cf}/gu, "")
    .replace(/[০-৯]/g, (digit) => digit.charCodeAt(0) - BANGLA_ZERO)
    .trim()
    .toLowerCase();
}

function tellChanged(holder) {
  holder.dispatchEvent(new Event("change", { bubbles: true }));
}

async function ask(name) {
  const body = new URLSearchParams(typedOn(form));
  body.set("page-do", `find:${name}`);
  const response = await fetch("?options=1", { method: "POST", body });
  if (!response.ok) throw new Error(response.status);
  return (await response.json()).options;
}

function fromServer(find) {
  const box = find.querySelector("input[type=text]");
  const name = box.name.slice(0, -"-search".length);
  const holder = document.createElement("input");
  holder.type = "hidden";
  holder.name = name;
  holder.value = find.querySelector("[data-find-choices] input:checked")?.value || "";
  find.querySelector("[data-find-choices]")?.remove();
  find.querySelector("[data-find-button]").remove();
  find.append(holder);
  return new Combobox(box, {
    find: () => ask(name),
    choose: (option) => {
      if (holder.value === (option?.value || "")) return;
      holder.value = option?.value || "";
      tellChanged(holder);
    },
    words: find.dataset,
    label: holder.value ? box.value : null,
  });
}

function matching(options, text) {
  const words = searchText(text).split(/\s+/).filter(Boolean);
  const fits = options.filter((option) => words.every((word) => option.search.includes(word)));
  const begins = (option) => option.search.split(/\s+/).some((part) => part.startsWith(words[0] || ""));
  return [...fits.filter(begins), ...fits.filter((option) => !begins(option))];
}

function fromList(select) {
  const options = [...select.options]
    .filter((option) => option.value)
    .map((option) => ({ value: option.value, label: option.text, search: searchText(option.text) }));
  const box = document.createElement("input");
  const find = document.createElement("div");
  find.className = "find";
  box.type = "text";
  box.autocomplete = "off";
  box.spellcheck = false;
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) box.setAttribute(name, select.getAttribute(name));
  }
  box.value = select.value ? select.selectedOptions[0].text : "";
  box.id = select.id;
  select.id = `${box.id}-list`;
  select.hidden = true;
  select.before(find);
  find.append(box, select);
  return new Combobox(box, {
    find: (text) => (text ? matching(options, text).slice(0, MOST_SHOWN) : options),
    choose: (option) => {
      if (select.value === (option?.value || "")) return;
      select.value = option?.value || "";
      tellChanged(select);
    },
    words: form.dataset,
    label: box.value || null,
  });
}

function enhance() {
  for (const find of form.querySelectorAll("[data-find]:not([data-ready])")) {
    find.dataset.ready = "";
    fromServer(find);
  }
  for (const select of form.querySelectorAll(".field select:not([multiple], [hidden])")) {
    if (select.options.length > RADIOS_UP_TO + 1) fromList(select);
  }
}

function refocus() {
  const box = focused && document.getElementById(focused);
  if (box && !box.hidden && document.activeElement !== box) box.focus();
}

// A list's box has no name, so the server does not know what is half typed in it.
function typeAgain(box, text) {
  if (!box || box.value || !text) return;
  box.value = text;
  box.dispatchEvent(new Event("input"));
}

if (form) {
  enhance();
  form.addEventListener("htmx:beforeSwap", () => {
    focused = document.activeElement?.id || "";
    const boxes = [...form.querySelectorAll("[role=combobox]:not([name])")];
    halfTyped = new Map(boxes.map((box) => [box.id, box.value]));
  });
  form.addEventListener("htmx:afterSettle", () => {
    // A box that is typed into asks as soon as it is one; the box of a list is there only then.
    refocus();
    enhance();
    refocus();
    for (const [id, text] of halfTyped) typeAgain(document.getElementById(id), text);
  });
}
