// What every page behind the sign-in does: focus on errors, menus, the search key, the privacy cover, the way back.

import "./once.js";

function closeMenus(except) {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}

function startMenus() {
  document.addEventListener("click", (event) => closeMenus(event.target.closest("[data-menu]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("[data-menu][open]");
    closeMenus();
    open?.querySelector("summary").focus();
  });
}

// For a page that answers what was sent, which is kept: Back shows it anew instead of asking to send all again.
function startBack() {
  if (document.querySelector("[data-anew]")) history.replaceState(history.state, "", location.href);
}

document.querySelector("[data-focus]")?.focus();
startBack();
startMenus();
if (document.querySelector("[data-search]")) import("./search-key.js").then(({ startSearchKey }) => startSearchKey());
if (document.querySelector("[data-identity]")) import("./privacy.js").then(({ startPrivacy }) => startPrivacy());
