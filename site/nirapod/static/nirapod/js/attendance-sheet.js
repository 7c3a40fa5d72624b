// The attendance sheet: each tap is sent by itself, what is not saved yet is said, and keys go from person to person.
// A tap that finds no network, or a session that is over, is kept sealed on the device (sheet-offline.js); where that is
// not possible it waits in this page and is sent again. What somebody else changed meanwhile is told.

import { startOffline } from "./sheet-offline.js";
import { counted } from "./sheet-sessions.js";

const RETRY = 4000;
const KEYS = { p: "p", l: "l", e: "e", a: "a" };

const form = document.querySelector("[data-sheet-marks]");

function start(sheet) {
  const status = sheet.querySelector("[data-sheet-status]");
  const waiting = new Map(); // participant → the state wanted
  let sending = false;
  let offline = null; // what keeps entries on the device, once it is there

  function say(state, text) {
    status.dataset.state = state;
    status.textContent = text;
  }

  const seenField = (who) => sheet.elements[`seen-${who}`];

  function show(who, state) {
    seenField(who).value = state;
    for (const one of sheet.elements[`mark-${who}`]) one.checked = one.value === state;
  }

  function showCounts(counts) {
    const figures = document.querySelectorAll("[data-counts] dd");
    counts.forEach((one, place) => {
      if (figures[place]) figures[place].textContent = one.number;
    });
  }

  const allRows = () => [...sheet.querySelectorAll("[data-row]")];
  const stateOf = (row) => row.querySelector("input[type=radio]:checked")?.value ?? "";

  function body(batch) {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", sheet.elements.csrfmiddlewaretoken.value);
    data.set("session", sheet.elements.session.value);
    for (const [who, state] of batch) {
      data.set(`mark-${who}`, state);
      data.set(`seen-${who}`, seenField(who).value);
    }
    return data;
  }

  function settle(batch, answer) {
    for (const [who, state] of batch) {
      if (waiting.get(who) !== state) continue; // tapped again meanwhile
      waiting.delete(who);
      if (who in answer.states) show(who, answer.states[who]);
    }
    for (const [who] of waiting) {
      if (who in answer.states) seenField(who).value = answer.states[who];
    }
    showCounts(answer.counts);
    say("saved", answer.clashes.length ? answer.clashes.map((one) => one.text).join(" ") : sheet.dataset.saved);
  }

  async function keep(batch) {
    const session = Number(sheet.elements.session.value);
    for (const [who, state] of batch) {
      const seen = seenField(who).value;
      seenField(who).value = state;
      await offline.hold({ kind: "mark", session, participant: who, state, seen });
      if (waiting.get(who) === state) waiting.delete(who);
    }
    say("waiting", sheet.dataset.held);
  }

  async function send() {
    if (sending || !waiting.size) return;
    sending = true;
    const batch = [...waiting];
    if (offline?.holds()) {
      await keep(batch);
      sending = false;
      send();
      return;
    }
    say("saving", sheet.dataset.saving);
    try {
      const reply = await fetch(sheet.action, {
        method: "POST",
        body: body(batch),
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      if (reply.ok) {
        settle(batch, await reply.json());
      } else if (reply.status === 403 && offline) {
        await keep(batch);
      } else {
        const said = reply.status === 409 ? (await reply.json()).refused : "";
        for (const [who] of batch) {
          waiting.delete(who);
          show(who, seenField(who).value);
        }
        say("refused", `${sheet.dataset.refused}. ${said}`);
      }
    } catch {
      if (offline) {
        await offline.gone();
        await keep(batch);
      } else {
        say("waiting", sheet.dataset.waiting);
        setTimeout(send, RETRY);
        sending = false;
        return;
      }
    }
    sending = false;
    send();
  }

  function want(who, state) {
    waiting.set(who, state);
    send();
  }

  const rowOf = (element) => element.closest("[data-row]");

  function focusRow(row) {
    const box = row?.querySelector("input[type=radio]:checked") ?? row?.querySelector("input[type=radio]");
    box?.focus();
  }

  function markByKey(row, state) {
    const box = row.querySelector(`input[type=radio][value="${state}"]`);
    box.checked = true;
    box.focus();
    want(row.dataset.row, state);
    focusRow(row.nextElementSibling);
  }

  sheet.addEventListener("change", (event) => {
    if (event.target.type === "radio") want(rowOf(event.target).dataset.row, event.target.value);
  });
  sheet.addEventListener("keydown", (event) => {
    const row = event.target.type === "radio" ? rowOf(event.target) : null;
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      focusRow(event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling);
    } else if (event.key === "Enter") {
      event.preventDefault();
      markByKey(row, stateOf(row) || "p");
    } else if (KEYS[event.key.toLowerCase()]) {
      event.preventDefault();
      markByKey(row, KEYS[event.key.toLowerCase()]);
    }
  });
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size) event.preventDefault();
  });
  // A tap may have come before this script did: nobody has sent it.
  for (const row of allRows()) {
    if (stateOf(row) !== seenField(row.dataset.row).value) want(row.dataset.row, stateOf(row));
  }
  document.documentElement.classList.add("scripted");

  return {
    use(kept) {
      offline = kept;
    },
    session: () => sheet.elements.session.value,
    busy: () => sending || waiting.size > 0,
    states: () => allRows().map(stateOf),
    open(session, states) {
      sheet.elements.session.value = session;
      allRows().forEach((row, place) => show(row.dataset.row, states[place] ?? ""));
      showCounts(counted(sheet));
    },
    say,
    settle(answer) {
      for (const [who, state] of Object.entries(answer.states ?? {})) if (!waiting.has(who)) show(who, state);
      if (answer.counts) showCounts(answer.counts);
      say("saved", sheet.dataset.saved);
    },
    rows: () => allRows().map((row) => [row.dataset.row, row.querySelector("a").textContent]),
    rest(state) {
      for (const row of allRows()) {
        const box = row.querySelector(`input[type=radio][value="${state}"]`);
        if (stateOf(row)) continue;
        box.checked = true;
        want(row.dataset.row, state);
      }
    },
  };
}

const marks = form?.querySelector("input[type=radio]") ? start(form) : undefined;
const section = document.querySelector("[data-offline]");
if (section) startOffline(section, marks).then((kept) => marks?.use(kept));
