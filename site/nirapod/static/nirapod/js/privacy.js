// Covers who a record is about while somebody else can see the screen. Remembered until the tab is closed.

const KEY = "nirapod.privacy";

function isCovered() {
  try {
    return sessionStorage.getItem(KEY) === "on";
  } catch {
    return false; // storage may be switched off; then the cover holds for this page only
  }
}

function remember(covered) {
  try {
    sessionStorage.setItem(KEY, covered ? "on" : "off");
  } catch {
    // see above
  }
}

function show(strips, covered) {
  for (const strip of strips) {
    strip.classList.toggle("identity--hidden", covered);
    strip.querySelector("[data-identity-toggle]").setAttribute("aria-pressed", String(covered));
  }
}

export function startPrivacy() {
  const strips = document.querySelectorAll("[data-identity]");
  let covered = isCovered();
  show(strips, covered);
  for (const strip of strips) {
    const button = strip.querySelector("[data-identity-toggle]");
    button.hidden = false;
    button.addEventListener("click", () => {
      covered = !covered;
      remember(covered);
      show(strips, covered);
    });
  }
}
