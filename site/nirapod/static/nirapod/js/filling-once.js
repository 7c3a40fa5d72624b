// A second press while a form is on its way would break the answer off and send all again: it is the same press. After a
// while it counts anew, as somebody may have stopped the page by hand.

const MEANWHILE = 10_000;
let sentAt = -MEANWHILE;

export function goes() {
  sentAt = performance.now();
}

export function onItsWay() {
  return performance.now() - sentAt < MEANWHILE;
}

window.addEventListener("pageshow", () => {
  sentAt = -MEANWHILE;
});
