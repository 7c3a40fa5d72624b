// A button beside a point on the map: asks the device for its position and types it into the box. The words come with
// the box, in the language of the form.

const PLACES = 6; // some ten centimetres, finer than any telephone
const OPTIONS = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 0 };

export function asTyped({ latitude, longitude, altitude, accuracy }) {
  const known = [latitude.toFixed(PLACES), longitude.toFixed(PLACES)];
  if (altitude !== null || accuracy !== null) known.push((altitude ?? 0).toFixed(1), (accuracy ?? 0).toFixed(1));
  return known.join(", ");
}

export function offerPosition(input) {
  if (!navigator.geolocation) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--second";
  button.textContent = input.dataset.button;
  const line = document.createElement("p");
  line.className = "soft";
  line.setAttribute("role", "status");
  const box = document.createElement("div");
  box.className = "beside";
  input.replaceWith(box);
  box.append(input, button, line);
  button.addEventListener("click", () => {
    line.textContent = input.dataset.wait;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        input.value = asTyped(coords);
        line.textContent = "";
        input.dispatchEvent(new Event("change", { bubbles: true }));
      },
      () => {
        line.textContent = input.dataset.failed;
      },
      OPTIONS,
    );
  });
}
