// After signing in again in another tab, a page that stayed open carries a token that no longer counts.
// The token is asked for anew at the page's own address, so that what was typed can be sent from here.

import { canBeSent, tellNotSent } from "./filling-connection.js";

export async function renewToken(form, address) {
  const field = form.querySelector("[name=csrfmiddlewaretoken]");
  const response = await fetch(address, { headers: { "X-Background": "1" } });
  if (!field || !response.ok || new URL(response.url).pathname.startsWith("/accounts/")) return false;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("main [name=csrfmiddlewaretoken]");
  if (fresh) field.value = fresh.value;
  return Boolean(fresh);
}

// The page that holds what could not be taken: `data-held` on its form. What was typed is nowhere else.
const held = document.querySelector("form[data-held]");
let asking = false;

async function sendHeld() {
  if (!(await canBeSent(held))) return;
  try {
    const renewed = await renewToken(held, held.action.split("?")[0]);
    // The page stays to come back to until the server answers somebody signed in.
    if (renewed) history.replaceState(history.state, "", location.href);
    held.submit();
  } catch {
    tellNotSent(held);
  }
}

held?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (asking) return;
  asking = true;
  await sendHeld();
  asking = false;
});
