// Fetches the scripts of what a page has on it, and of what a new question brings: long lists, dates.

const HELPS = [
  ["[data-find], .field select:not([multiple])", () => import("./filling-choices.js")],
  ["input[data-picker=date]", () => import("./filling-dates.js")],
];

const form = document.getElementById("filling-form");

function help() {
  for (const [selector, fetched] of HELPS) {
    if (form.querySelector(selector)) fetched().catch(() => {}); // without its help a question is answered by typing
  }
}

if (form) {
  help();
  form.addEventListener("htmx:afterSettle", help);
}
