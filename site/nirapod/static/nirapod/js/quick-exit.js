// Leaves the page at once: a click on the quick exit, or Shift pressed three times. The link works without this.

const link = document.querySelector("[data-quick-exit]");
const WITHIN_MS = 2000;
let presses = [];

/** Covers the page first, because the other site may take seconds to answer on a slow network. */
export function leave() {
  document.documentElement.classList.add("leaving");
  document.title = " ";
  window.location.replace(link.href);
}

function onKeyup(event) {
  if (event.key !== "Shift") {
    presses = [];
    return;
  }
  const now = Date.now();
  presses = [...presses.filter((time) => now - time < WITHIN_MS), now];
  if (presses.length >= 3) leave();
}

if (link) {
  document.addEventListener("keyup", onKeyup);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
}
