// The attendance sheet: each tap is sent by itself, what is not saved yet is said, and keys go from person to person.
// A tap that finds no network waits in this page and is sent again; what somebody else changed meanwhile is told.

const RETRY = 4000;
const KEYS = { p: "p", l: "l", e: "e", a: "a" };

const form = document.querySelector("[data-sheet-marks]");

function start(sheet) {
  const status = sheet.querySelector("[data-sheet-status]");
  const waiting = new Map(); // participant → the state wanted
  let sending = false;

  function say(state, text) {
    status.dataset.state = state;
    status.textContent = text;
  }

  function seenField(who) {
    return sheet.elements[`seen-${who}`];
  }

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

  async function send() {
    if (sending || !waiting.size) return;
    sending = true;
    const batch = [...waiting];
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
      } else {
        const said = reply.status === 409 ? (await reply.json()).refused : "";
        for (const [who] of batch) {
          waiting.delete(who);
          show(who, seenField(who).value);
        }
        say("refused", `${sheet.dataset.refused}. ${said}`);
      }
    } catch {
      say("waiting", sheet.dataset.waiting);
      setTimeout(send, RETRY);
      sending = false;
      return;
    }
    sending = false;
    send();
  }

  function want(who, state) {
    waiting.set(who, state);
    send();
  }

  function rowOf(element) {
    return element.closest("[data-row]");
  }

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
      markByKey(row, row.querySelector("input[type=radio]:checked")?.value || "p");
    } else if (KEYS[event.key.toLowerCase()]) {
      event.preventDefault();
      markByKey(row, KEYS[event.key.toLowerCase()]);
    }
  });
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size) event.preventDefault();
  });
  document.documentElement.classList.add("scripted");
}

if (form && form.querySelector("input[type=radio]")) start(form);
