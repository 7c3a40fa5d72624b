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
