// A place to draw a signature with a finger, a pen or a mouse. What is drawn becomes the file of the question, so it is
// sent, checked and sealed like any other picture.

import { keepSending } from "./signature-sending.js";

const WIDTH = 900;
const HEIGHT = 300;
const INK = "#10202b";
const PAPER = "#ffffff";
const NAME = "signature.png";

function made(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function clean(canvas) {
  const pen = canvas.getContext("2d");
  pen.fillStyle = PAPER;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  Object.assign(pen, { strokeStyle: INK, fillStyle: INK, lineWidth: 5, lineCap: "round", lineJoin: "round" });
  return pen;
}

function spot(canvas, event) {
  const frame = canvas.getBoundingClientRect();
  return [((event.clientX - frame.left) * WIDTH) / frame.width, ((event.clientY - frame.top) * HEIGHT) / frame.height];
}

function keep(canvas, input) {
  canvas.toBlob((picture) => {
    const files = new DataTransfer();
    files.items.add(new File([picture], NAME, { type: "image/png" }));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }, "image/png");
}

// What was drawn before the server sent the page anew, and has not arrived there yet.
async function drawnBefore(canvas, input) {
  const [file] = input.files;
  if (file?.name !== NAME) return false;
  canvas.getContext("2d").drawImage(await createImageBitmap(file), 0, 0);
  return true;
}

export async function offerDrawing(question) {
  const input = question.querySelector("input[type=file]");
  const { draw, clear, drawn } = question.dataset;
  const canvas = made("canvas", { width: WIDTH, height: HEIGHT });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", draw);
  const line = made("p", { className: "soft", textContent: draw });
  line.setAttribute("role", "status");
  const again = made("button", { type: "button", className: "button button--second", textContent: clear });
  const pad = made("div", { className: "signature-pad" });
  pad.append(line, canvas, again);
  input.before(pad);
  let pen = clean(canvas);
  let drawing = false;

  canvas.addEventListener("pointerdown", (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...spot(canvas, event));
    pen.lineTo(...spot(canvas, event));
    pen.stroke();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    pen.lineTo(...spot(canvas, event));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", () => {
    drawing = false;
    line.textContent = drawn;
    keep(canvas, input);
  });
  canvas.addEventListener("pointercancel", () => {
    drawing = false;
  });
  again.addEventListener("click", () => {
    pen = clean(canvas);
    input.value = "";
    line.textContent = draw;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  keepSending(input);
  if (await drawnBefore(canvas, input)) line.textContent = drawn;
}
