// A form goes once. A second press while it is on its way would break the answer off and send all again: it is the same
// press. After a while it counts anew, as somebody may have stopped the page by hand. A form that brings a file stays on
// its page and can be sent again at once: `data-brings-file`.

const MEANWHILE = 10_000;
let sent = new WeakMap();

export function onItsWay(form) {
  return performance.now() - sent.get(form) < MEANWHILE;
}

// On the window: last of all, so that what another script takes over does not count.
window.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method") !== "post" || "bringsFile" in form.dataset) return;
  if (onItsWay(form)) event.preventDefault();
  else sent.set(form, performance.now());
});
window.addEventListener("pageshow", () => {
  sent = new WeakMap();
});
