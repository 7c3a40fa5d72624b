// Helps for single questions, put on again whenever the server sends the page anew. Without them every question is
// answered by typing and choosing. The script of a help is fetched where a page has such a question.

const HELPS = [
  ["input[data-geopoint]", async () => (await import("./geopoint.js")).offerPosition],
  ["[data-signature]", async () => (await import("./signature.js")).offerDrawing],
];

async function help() {
  for (const [selector, fetched] of HELPS) {
    const found = [...document.querySelectorAll(`${selector}:not([data-helped])`)];
    for (const element of found) element.dataset.helped = "";
    if (!found.length) continue;
    const offer = await fetched();
    found.forEach((element) => offer(element));
  }
}

document.addEventListener("htmx:afterSettle", help);
help();
