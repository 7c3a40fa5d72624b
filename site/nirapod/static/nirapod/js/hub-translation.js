// Below the editor of a translation: a text that is still open there is not lost by sending the page.
const form = document.querySelector("form[data-open-text]");

form?.addEventListener("submit", event => {
  const open = document.querySelector(".js-translation-editor textarea");
  if (!open) return;
  event.preventDefault();
  form.querySelector("[role=alert]").textContent = form.dataset.openText;
  open.focus();
});
