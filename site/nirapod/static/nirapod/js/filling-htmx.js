// htmx is fetched when somebody begins to answer: until then the page does without it, and on a slow line that is a
// fourth of what it would cost. A button that needs it and was pressed before waits for it.

const form = document.getElementById("filling-form");
let coming = null;

// htmx sets itself up on a page that is complete, or on one that is not parsed yet; between the two it never would.
function complete() {
  if (document.readyState === "complete") return Promise.resolve();
  return new Promise((done) => window.addEventListener("load", done, { once: true }));
}

function fetched() {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.addEventListener("load", () => done(window.htmx));
    script.addEventListener("error", failed);
    script.src = form.dataset.htmx;
    document.head.append(script);
  });
}

export function htmxReady() {
  if (window.htmx) return Promise.resolve(window.htmx);
  coming ||= complete().then(fetched);
  coming.catch(() => {
    coming = null; // no network: the next answer tries again
  });
  return coming;
}

// Without a network the press is an ordinary one: what happens then is said by the autosave.
async function press(button) {
  try {
    await htmxReady();
    button.click();
  } catch {
    form.requestSubmit(button);
  }
}

function onClick(event) {
  const button = event.target.closest("[data-row-action]");
  if (!button || window.htmx) return;
  event.preventDefault();
  event.stopPropagation();
  press(button);
}

if (form?.dataset.htmx) {
  const begin = () => htmxReady().catch(() => {});
  form.addEventListener("focusin", begin, { once: true });
  form.addEventListener("pointerdown", begin, { once: true });
  form.addEventListener("click", onClick, { capture: true });
}
