// The sheet without a network: entries are sealed and wait on the device, are sent when the network and their person are
// back, and how it stands is said all the time. Links and forms that would lose the page are held back meanwhile.

import { openQueue } from "./sheet-queue.js";
import { sessionsOf } from "./sheet-sessions.js";

const AGAIN = 10_000;
const AT_ONCE = 200;
const STORE = "nirapod-sheet";
const MODULES = ["./attendance-sheet.js", "./sheet-offline.js", "./sheet-queue.js", "./sheet-sessions.js"];

async function keepPage(section) {
  if (!("serviceWorker" in navigator) || !("caches" in globalThis)) return;
  const { worker, home, kept } = section.dataset;
  await navigator.serviceWorker.register(worker, { scope: home });
  const reply = await fetch(kept);
  if (!reply.ok || reply.redirected) return;
  const page = new DOMParser().parseFromString(await reply.clone().text(), "text/html");
  const needed = [...page.querySelectorAll("link[href], script[src]")].map((one) => one.getAttribute("href") ?? one.getAttribute("src"));
  const modules = MODULES.map((name) => new URL(name, import.meta.url).href);
  const store = await caches.open(STORE);
  await store.put(kept, reply);
  await Promise.allSettled([...needed, ...modules].map((address) => store.add(address)));
  await navigator.serviceWorker.ready;
  section.dataset.ready = "";
}

function inScript(number) {
  return number.toLocaleString(document.documentElement.lang === "bn" ? "bn-BD" : "en");
}

function fieldsOf(form) {
  const skipped = new Set(["session", "participant", "csrfmiddlewaretoken"]);
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && value.trim() && !skipped.has(name));
}

// hooks.settle(answer) shows marks that were taken; hooks.rows() gives [id, name] of each; hooks.rest(state) marks the rest.
export async function startOffline(section, hooks = {}) {
  const queue = await openQueue(section.dataset).catch(() => null);
  if (!queue) return null;
  const words = section.dataset;
  const status = section.querySelector("[data-offline-status]");
  const panel = section.querySelector("[data-offline-panel]");
  const person = section.querySelector("[data-offline-person]");
  const row = section.querySelector("[data-offline-row]");
  const onlyKept = "onlyKept" in words;
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  let away = onlyKept || !navigator.onLine;
  let sending = false;
  let timer = 0;
  let waits = 0; // entries of this person on the device
  const turn = hooks.open && sessionsOf(section, hooks, (session) => hooks.say("waiting", session));

  // Somebody is in the middle of a person: the page must not go away now.
  function isTyping() {
    return ["name_bn", "name_en", "phone"].some((name) => person.elements[name].value.trim());
  }

  function leaveKept() {
    if (!isTyping()) location.replace(words.home);
  }

  // The browser's own word that the network is back does not always come.
  async function lookForNetwork() {
    const there = await fetch(words.queue, { method: "HEAD", redirect: "manual" }).catch(() => null);
    if (there) leaveKept();
  }

  async function say(state, text) {
    const mine = (waits = (await queue.mine()).length);
    const foreign = await queue.foreign();
    const parts = [];
    if (mine) parts.push(`${text} ${inScript(mine)}`);
    if (foreign) parts.push(`${words.foreign} ${inScript(foreign)}`);
    status.textContent = parts.join(" ");
    status.dataset.state = state;
    section.querySelector("[data-offline-sign-in]").hidden = state !== "signed-out" || !mine;
    panel.hidden = !away;
    section.hidden = !(away || mine || foreign);
    clearTimeout(timer);
    if (mine && state !== "refused" && !onlyKept) timer = setTimeout(sync, AGAIN);
  }

  async function gone() {
    away = true;
    await say("held", words.held);
  }

  async function hold(entry) {
    const id = await queue.add(entry);
    await say("held", away ? words.held : words.waiting);
    if (!away) sync();
    return id;
  }

  async function post(entries) {
    const session = Number(hooks.session?.() ?? 0);
    return fetch(words.queue, {
      method: "POST",
      body: queue.body(entries, session),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      redirect: "manual",
    });
  }

  async function sync() {
    if (sending || onlyKept) return;
    const entries = (await queue.mine()).slice(0, AT_ONCE);
    if (!entries.length) return say("idle", "");
    sending = true;
    try {
      status.textContent = words.sending;
      const reply = await post(entries);
      away = false;
      if (reply.ok) {
        const answer = await reply.json();
        await queue.remove(answer.done);
        if (answer.reload && !isTyping()) return location.reload();
        hooks.settle?.(answer);
        await say("idle", words.waiting);
      } else {
        const out = reply.status === 403 || reply.type === "opaqueredirect";
        await say(out ? "signed-out" : "refused", out ? words.signedOut : words.refused);
        return undefined;
      }
    } catch {
      await gone();
      return undefined;
    } finally {
      sending = false;
    }
    return sync();
  }

  function listNew(id, form) {
    const name = form.elements.name_bn.value || form.elements.name_en.value;
    const item = document.createElement("li");
    item.textContent = name;
    section.querySelector("[data-offline-new]").append(item);
    if (row) row.elements.participant.append(new Option(name, `new:${id}`));
  }

  person.addEventListener("submit", async (event) => {
    event.preventDefault();
    const nameless = !person.elements.name_bn.value.trim() && !person.elements.name_en.value.trim();
    section.querySelector("[data-offline-nameless]").hidden = !nameless;
    if (nameless) return person.elements.name_bn.focus();
    const session = Number(person.elements.session.value);
    const id = await hold({ kind: "person", session, state: session ? "p" : "", fields: fieldsOf(person) });
    listNew(id, person);
    person.reset();
    return person.elements.name_bn.focus();
  });
  row?.addEventListener("submit", async (event) => {
    event.preventDefault();
    await hold({ kind: "row", participant: row.elements.participant.value, fields: fieldsOf(row) });
    row.reset();
  });
  for (const [id, name] of row ? (hooks.rows?.() ?? []) : []) row.elements.participant.append(new Option(name, id));

  // A click on a button that sends a form comes back as the sending of it.
  function holdBack(event) {
    if (!away || onlyKept || section.contains(event.target)) return;
    const leaves = event.type === "submit" || event.target.closest("a[href]:not([href^='#'])");
    if (!leaves) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === "click" && turn?.(event.target.closest("a"))) return;
    const rest = { everyone: "p", rest_absent: "a" }[event.submitter?.value];
    if (rest && hooks.rest) hooks.rest(rest);
    else hooks.say?.("waiting", words.needs);
  }
  document.addEventListener("click", holdBack, true);
  document.addEventListener("submit", holdBack, true);
  window.addEventListener("offline", gone);
  window.addEventListener("online", () => {
    if (onlyKept) return leaveKept();
    away = false;
    return sync();
  });

  if (onlyKept) setInterval(lookForNetwork, AGAIN);
  else keepPage(section).catch(() => {});
  if (away) await gone();
  else await sync();
  return { hold, gone, holds: () => away || waits > 0 };
}
