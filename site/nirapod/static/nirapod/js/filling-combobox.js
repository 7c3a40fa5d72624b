// A combobox after the WAI-ARIA 1.2 pattern: a text box, and a list that follows what is typed.
// `filling-choices.js` says where the options come from and where the choice goes.

const PAUSE = 200;

let made = 0;

export class Combobox {
  // box: the text input; holder: the element with the value; find(text): options, maybe later;
  // words: found, nothing, failed.
  constructor(box, { find, choose, words, label }) {
    Object.assign(this, { box, find, choose, words });
    this.chosen = label;
    this.options = [];
    this.active = -1;
    this.asked = 0;
    this.early = null;
    this.id = `combobox-${++made}`;
    this.build();
    this.listen();
    // On a slow line somebody types before this script is here.
    if (document.activeElement === box && box.value !== (label || "")) this.askSoon();
  }

  build() {
    const list = document.createElement("ul");
    list.id = `${this.id}-list`;
    list.className = "find__list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.box.labels?.[0]?.textContent.trim() || "");
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    const around = this.box.closest(".find");
    around.append(list, status);
    Object.assign(this, { list, status });
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": list.id,
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      autocapitalize: "none",
    })) this.box.setAttribute(name, value);
  }

  listen() {
    this.box.addEventListener("input", () => this.askSoon());
    this.box.addEventListener("keydown", (event) => this.onKey(event));
    this.box.addEventListener("click", () => this.list.hidden && this.ask());
    this.box.addEventListener("blur", () => this.leave());
    // The list must not take the focus before the click has arrived.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.take(Number(item.dataset.index));
    });
  }

  askSoon() {
    clearTimeout(this.timer);
    // What is shown or on its way belongs to the text before: keys that are pressed now count for what comes.
    this.asked += 1;
    this.early = { step: 0, enter: false };
    // A text that is no longer the chosen one's name chooses nothing.
    if (this.box.value !== this.chosen) this.set(null);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    clearTimeout(this.timer);
    const turn = ++this.asked;
    const whole = this.box.value === this.chosen ? "" : this.box.value;
    try {
      const found = await this.find(whole);
      if (turn === this.asked && document.activeElement === this.box) this.show(found);
    } catch {
      if (turn === this.asked) this.note(this.words.failed);
    }
  }

  show(found) {
    this.options = found;
    this.active = -1;
    if (!found.length) return this.note(this.words.nothing);
    this.list.replaceChildren(...found.map((option, index) => this.item(option, index)));
    this.status.textContent = this.words.found.replace("{n}", found.length.toLocaleString(document.documentElement.lang));
    this.open(true);
    this.catchUp();
  }

  // Keys that were pressed while the list was on its way.
  catchUp() {
    const { early } = this;
    this.early = null;
    if (early?.step) this.mark(this.stepped(-1, early.step));
    if (early?.enter && this.active >= 0) this.take(this.active);
  }

  // The option so many steps from one, around the ends; none before the first.
  stepped(from, step) {
    const start = from < 0 && step > 0 ? -1 : Math.max(from, 0);
    const count = this.options.length;
    return (((start + step) % count) + count) % count;
  }

  item(option, index) {
    const item = document.createElement("li");
    item.id = `${this.id}-${index}`;
    item.dataset.index = index;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.textContent = option.label;
    return item;
  }

  note(text) {
    this.options = [];
    this.early = null;
    const item = document.createElement("li");
    item.className = "find__note";
    item.setAttribute("role", "option");
    item.setAttribute("aria-disabled", "true");
    item.setAttribute("aria-selected", "false");
    item.textContent = text;
    this.list.replaceChildren(item);
    this.status.textContent = text;
    this.open(true);
  }

  open(open) {
    this.list.hidden = !open;
    this.box.setAttribute("aria-expanded", String(open));
    if (!open) this.mark(-1);
  }

  mark(index) {
    this.list.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
    this.active = index;
    const item = this.list.children[index];
    if (index < 0 || !item) return this.box.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", item.id);
  }

  onKey(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      event.stopPropagation();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (this.early) this.early.step += step;
      else if (!open) this.ask();
      else if (this.options.length) this.mark(this.stepped(this.active, step));
    } else if (event.key === "Enter" && (open || this.early?.step)) {
      event.preventDefault();
      event.stopPropagation();
      if (this.early) this.early.enter = true;
      else if (this.active >= 0) this.take(this.active);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.open(false);
    }
  }

  take(index) {
    const option = this.options[index];
    if (!option) return;
    clearTimeout(this.timer);
    this.asked += 1;
    this.chosen = option.label;
    this.box.value = option.label;
    this.open(false);
    this.set(option);
  }

  // A name typed in full is the choice; anything else stays for the server to ask about.
  leave() {
    clearTimeout(this.timer);
    this.early = null;
    const same = this.options.filter((option) => option.label === this.box.value.trim());
    if (same.length === 1 && this.box.value !== this.chosen) this.take(this.options.indexOf(same[0]));
    this.asked += 1;
    this.open(false);
  }

  set(option) {
    if (!option) this.chosen = null;
    this.choose(option);
  }
}
