// A drawn signature is sent when the pen rests, and again by itself until it has arrived: nobody can choose it anew.
// Where files are sent ahead of their page, `filling-files.js` does the sending; elsewhere nobody listens.

const AFTER_STROKE = 1_500;
const AGAIN = 20_000;

// The signature stays to be seen where it was drawn; the page sends the number of the one that has arrived.
function holderOf(input) {
  const name = `${input.name.slice(0, -"-file".length)}-kept`;
  return [input.form.querySelector(`input[type=hidden][name="${CSS.escape(name)}"]`), name];
}

function onKept(input, { id, file }) {
  let [holder, name] = holderOf(input);
  if (!holder) {
    holder = Object.assign(document.createElement("input"), { type: "hidden", name });
    holder.dataset.ahead = "";
    input.before(holder);
  }
  holder.value = id;
  if (input.files[0] === file) input.value = ""; // what was drawn since then is still to be sent
}

export function keepSending(input) {
  let timer;

  // `unasked`: nobody may be there any more, so the session is not to live longer for it.
  function send(unasked) {
    clearTimeout(timer);
    input.dispatchEvent(new CustomEvent("file:send", { bubbles: true, detail: { unasked } }));
  }

  function plan(wait, unasked) {
    clearTimeout(timer);
    timer = setTimeout(send, wait, unasked);
  }

  // Each stroke makes another picture; "Draw again" takes back the one that was sent ahead.
  function onDrawn() {
    if (input.files.length) return plan(AFTER_STROKE, false);
    clearTimeout(timer);
    const [holder] = holderOf(input);
    if (holder && "ahead" in holder.dataset) holder.remove();
    return input.dispatchEvent(new Event("file:taken-back", { bubbles: true }));
  }

  input.addEventListener("change", onDrawn);
  input.addEventListener("file:kept", (event) => onKept(input, event.detail));
  input.addEventListener("file:failed", () => plan(AGAIN, true));
  window.addEventListener("online", () => send(true));
  // A browser that goes back brings the file along, and so does a page that is sent anew.
  if (input.files.length) onDrawn();
}
