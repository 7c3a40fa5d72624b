// What every page behind the sign-in does: focus on errors, menus that close, the search key, the privacy cover,
// the way back to a page that was sent.

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

function isTyping(element) {
  return element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);
}

function startSearchKey() {
  const box = document.querySelector("[data-search]");
  if (!box) return;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}

// This page may have come in answer to what was sent, and that is kept: Back and reload show the page anew. Without it
// a browser shows a page of its own that asks whether to send everything again.
function startBack() {
  if (document.querySelector("[data-anew]")) history.replaceState(history.state, "", location.href);
}

document.querySelector("[data-focus]")?.focus();
startBack();
startMenus();
startSearchKey();
if (document.querySelector("[data-identity]")) import("./privacy.js").then(({ startPrivacy }) => startPrivacy());
