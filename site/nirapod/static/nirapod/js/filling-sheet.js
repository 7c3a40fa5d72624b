// Keys of a sheet: arrows go from cell to cell, Enter to the next row (a new one after the last), Space changes yes
// and no. A table copied from a spreadsheet fills the cells from the one it is pasted into.

const form = document.getElementById("filling-form");
const TYPED = "input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), textarea";
const CONTROL = `${TYPED}, select:not([hidden]), input[type=radio], input[type=checkbox]`;

function rowsOf(sheet) {
  return [...sheet.tBodies[0].rows];
}

function cellAt(sheet, row, column) {
  return rowsOf(sheet)[row]?.cells[column] || null;
}

function focusCell(cell) {
  const control = cell?.querySelector("input[type=radio]:checked") || cell?.querySelector(CONTROL);
  control?.focus();
  if (control?.matches(TYPED)) control.select();
  return Boolean(control);
}

// The nearest cell in a direction that holds something to answer.
function move(cell, down, right) {
  const sheet = cell.closest("[data-sheet]");
  let row = rowsOf(sheet).indexOf(cell.parentElement) + down;
  let column = cell.cellIndex + right;
  for (let next = cellAt(sheet, row, column); next; next = cellAt(sheet, row, column)) {
    if (focusCell(next)) return true;
    row += down;
    column += right;
  }
  return false;
}

function atEdge(control, backwards) {
  if (!control.matches(TYPED)) return true;
  const all = control.selectionStart === 0 && control.selectionEnd === control.value.length;
  if (all) return true;
  return control.selectionStart === control.selectionEnd && control.selectionStart === (backwards ? 0 : control.value.length);
}

function flip(cell) {
  const radios = [...cell.querySelectorAll("input[type=radio]")].filter((radio) => radio.value);
  const next = radios[(radios.findIndex((radio) => radio.checked) + 1) % radios.length];
  next.checked = true;
  next.focus();
  next.dispatchEvent(new Event("change", { bubbles: true }));
}

function onKey(event) {
  const cell = event.target.closest("[data-sheet] td");
  if (!cell || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("button, textarea") && event.key !== "Enter") return;
  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  if (event.key in moves) {
    const [down, right] = moves[event.key];
    if (right && !atEdge(event.target, right < 0)) return;
    event.preventDefault();
    move(cell, down, right);
  } else if (event.key === "Enter" && !event.target.matches("button, textarea")) {
    event.preventDefault();
    if (!move(cell, 1, 0)) cell.closest("section").querySelector("[data-add-row]")?.click();
  } else if (event.key === " " && event.target.type === "radio") {
    event.preventDefault();
    flip(cell);
  }
}

function write(cell, text) {
  const control = cell.querySelector(`${TYPED}, select:not([hidden])`);
  const radios = [...cell.querySelectorAll("input[type=radio]")];
  const wanted = text.trim().toLowerCase();
  const radio = radios.find((one) => [one.value, one.labels[0].textContent.trim()].some((said) => said.toLowerCase() === wanted));
  const changed = radio || (radios.length ? null : control);
  if (!changed) return false;
  if (radio) radio.checked = true;
  else control.value = text.trim();
  changed.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

// What does not fit is told, never dropped silently.
function onPaste(event) {
  const cell = event.target.closest("[data-sheet] td");
  const text = event.clipboardData?.getData("text/plain") || "";
  if (!cell || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const sheet = cell.closest("[data-sheet]");
  const top = rowsOf(sheet).indexOf(cell.parentElement);
  let left = 0;
  text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, down) => {
    line.split("\t").forEach((value, right) => {
      const target = cellAt(sheet, top + down, cell.cellIndex + right);
      if (value.trim() && !(target && write(target, value))) left += 1;
    });
  });
  const line = form.querySelector("[data-announce]");
  line.classList.toggle("visually-hidden", !left);
  line.textContent = left ? form.dataset.notPasted.replace("{n}", left.toLocaleString(document.documentElement.lang)) : "";
}

if (form) {
  form.addEventListener("keydown", onKey);
  form.addEventListener("paste", onPaste);
}
