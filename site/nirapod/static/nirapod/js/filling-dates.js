// A button beside each date box that opens the device's own calendar. The box stays the field: day/month/year, in
// either script.

const form = document.getElementById("filling-form");
const BANGLA_ZERO = 0x09e6;

function toLatin(text) {
  return text.replace(/[০-৯]/g, (digit) => digit.charCodeAt(0) - BANGLA_ZERO);
}

function inScript(text) {
  if (document.documentElement.lang !== "bn") return text;
  return text.replace(/\d/g, (digit) => String.fromCharCode(BANGLA_ZERO + Number(digit)));
}

function toIso(text) {
  const match = /^(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})$/.exec(toLatin(text.trim()));
  return match ? `${match[3]}-${match[2].padStart(2, "0")}-${match[1].padStart(2, "0")}` : "";
}

function addPicker(box) {
  const picker = document.createElement("input");
  const button = document.createElement("button");
  const row = document.createElement("div");
  row.className = "date-field";
  picker.type = "date";
  picker.tabIndex = -1;
  picker.className = "date-field__native";
  picker.setAttribute("aria-hidden", "true");
  button.type = "button";
  button.className = "date-field__picker";
  button.setAttribute("aria-label", form.dataset.calendar);
  button.append(document.getElementById("calendar-icon").content.cloneNode(true));
  button.addEventListener("click", () => {
    picker.value = toIso(box.value);
    picker.showPicker();
  });
  picker.addEventListener("change", () => {
    if (picker.value) box.value = inScript(picker.value.split("-").reverse().join("/"));
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
    box.focus();
  });
  box.before(row);
  row.append(box, button, picker);
}

function enhance() {
  for (const box of form.querySelectorAll("input[data-picker=date]")) {
    if (!box.closest(".date-field")) addPicker(box);
  }
}

if (form && "showPicker" in HTMLInputElement.prototype) {
  enhance();
  form.addEventListener("htmx:afterSettle", enhance);
}
