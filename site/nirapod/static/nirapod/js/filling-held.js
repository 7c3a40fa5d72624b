// The page that holds what could not be taken: `data-held` on its form. What was typed is nowhere else, so nothing is sent
// without a network, and with a token that counts.

import { canBeSent, sendWhen, tellNotSent } from "./filling-connection.js";
import { renewToken } from "./filling-token.js";

const held = document.querySelector("form[data-held]");

async function ready() {
  if (!(await canBeSent(held))) return false;
  try {
    const renewed = await renewToken(held, held.action.split("?")[0]);
    // The page stays to come back to until the server answers somebody signed in.
    if (renewed) history.replaceState(history.state, "", location.href);
    return true;
  } catch {
    tellNotSent(held);
    return false;
  }
}

if (held) sendWhen(held, ready);
