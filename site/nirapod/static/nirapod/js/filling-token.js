// After signing in again in another tab, a page that stayed open carries a token that no longer counts.
// The token is asked for anew at the page's own address, so that what was typed can be sent from here.

export async function renewToken(form, address) {
  const field = form.querySelector("[name=csrfmiddlewaretoken]");
  const response = await fetch(address, { headers: { "X-Background": "1" } });
  if (!field || !response.ok || new URL(response.url).pathname.startsWith("/accounts/")) return false;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("main [name=csrfmiddlewaretoken]");
  if (fresh) field.value = fresh.value;
  return Boolean(fresh);
}

// The page that holds what could not be taken: `data-held` on its form.
const held = document.querySelector("form[data-held]");

held?.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    // Only this page holds what is sent, so it stays to come back to until the server answers somebody signed in.
    const renewed = await renewToken(held, held.action.split("?")[0]);
    if (renewed) history.replaceState(history.state, "", location.href);
  } finally {
    held.submit();
  }
});
