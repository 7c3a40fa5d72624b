// The other sessions of a sheet while the network is gone: each tab holds the marks of its session, one sign a row, so it
// opens without asking the server. A day that has not come stays closed, as it does with a network.

const NONE = "-";
const SOON = 50;

function today() {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Dhaka" }).format(new Date());
}

// As the server counts: each state in the order of its buttons, the unmarked last.
export function counted(sheet) {
  const number = (state) => sheet.querySelectorAll(`input[type=radio][value="${state}"]:checked`).length;
  const states = [...new Set([...sheet.querySelectorAll("input[type=radio]")].map((one) => one.value))];
  const script = document.documentElement.lang === "bn" ? "bn-BD" : "en";
  return states.map((state) => ({ number: number(state).toLocaleString(script) }));
}

// marks: what attendance-sheet.js offers. Gives `turn(link)`: true where the link was a tab and is dealt with.
export function sessionsOf(section, marks, say) {
  const tabs = [...document.querySelectorAll("[data-session]")];
  const current = () => tabs.find((one) => one.dataset.session === marks.session());

  async function settled() {
    while (marks.busy()) await new Promise((resolve) => setTimeout(resolve, SOON));
  }

  async function open(tab) {
    await settled();
    const left = current();
    if (left) left.dataset.states = marks.states().map((state) => state || NONE).join("");
    left?.removeAttribute("aria-current");
    tab.setAttribute("aria-current", "page");
    marks.open(tab.dataset.session, [...tab.dataset.states].map((sign) => (sign === NONE ? "" : sign)));
    const person = section.querySelector("[data-offline-person] input[name=session]");
    if (person) person.value = tab.dataset.session;
    history.replaceState(null, "", tab.href);
    say(tab.textContent.trim());
  }

  return (link) => {
    if (!tabs.includes(link) || link === current()) return false;
    if (link.dataset.day > today()) return false;
    open(link);
    return true;
  };
}
