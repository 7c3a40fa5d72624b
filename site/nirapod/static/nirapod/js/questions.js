// Helps for single questions, put on again whenever the server sends the page anew. Without them every question is
// answered by typing and choosing.

import { offerPosition } from "./geopoint.js";
import { offerDrawing } from "./signature.js";

const HELPS = [
  ["input[data-geopoint]", offerPosition],
  ["[data-signature]", offerDrawing],
];

function help() {
  for (const [selector, offer] of HELPS) {
    for (const element of document.querySelectorAll(`${selector}:not([data-helped])`)) {
      element.dataset.helped = "";
      offer(element);
    }
  }
}

document.addEventListener("htmx:afterSettle", help);
help();
