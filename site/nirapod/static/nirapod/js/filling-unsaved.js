// Which answers of a page differ from what the server has, by the words of their questions.

// An empty box says the same as none: search boxes and pickers come and go with scripts.
export function snapshot(form) {
  const found = new Map();
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || !value || name.startsWith("page-") || name === "csrfmiddlewaretoken") continue;
    found.set(name, `${found.get(name) ?? ""}\n${value}`);
  }
  return found;
}

// What the server gave: boxes may have been typed in before this script was there, or filled by the browser.
export function given(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return snapshot(copy);
}

export function changedNames(now, saved) {
  return [...new Set([...now.keys(), ...saved.keys()])].filter((name) => now.get(name) !== saved.get(name));
}

function labelOf(form, name) {
  const field = form.querySelector(`[name="${CSS.escape(name)}"]`)?.closest(".field");
  const label = field?.querySelector(".field__label")?.cloneNode(true);
  label?.querySelector(".field__optional")?.remove();
  return label?.textContent.trim() || "";
}

export function changedLabels(form, saved) {
  const labels = changedNames(snapshot(form), saved).map((name) => labelOf(form, name));
  return [...new Set(labels.filter(Boolean))];
}

// A file that was chosen or drawn and has not arrived yet.
export function filesWait(form) {
  return [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
}
