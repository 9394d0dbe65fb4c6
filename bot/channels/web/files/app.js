// The page of the web channel: coming, writing, going.

import { clear } from "./log.js";
import { byId, demo, say, status } from "./page.js";
import { call, pause, told } from "./server.js";
import { drawPersonas, wind } from "./stage.js";
import { listen, speak } from "./talk.js";
import { lastOne, use, visit, visits } from "./visits.js";

const INVITED = "invited"; // the visit of whoever is no persona
const text = byId("text");

function show(section) {
  for (const id of ["welcome", "chat"]) byId(id).hidden = id !== section;
}

function enter(who) {
  const mine = use(who);
  clear();
  byId("clock").open = false;
  byId("me").textContent = mine.label;
  status("");
  show("chat");
  if (matchMedia("(hover: hover)").matches) text.focus();
  listen(mine, end);
}

async function begin(who, label, json, name) {
  byId("trouble").textContent = "";
  try {
    if (!visits[who]) {
      const { token } = await call("/api/sessions", { method: "POST", json, token: null });
      visits[who] = { who, label, token, name, said: [] };
    }
    enter(who);
  } catch (error) {
    byId("trouble").textContent = told(error);
  }
}

/** The server knows the session no more: in the demo a new one is begun, elsewhere an invitation is needed. */
function end({ who, label }) {
  delete visits[who];
  if (who !== INVITED) return begin(who, label, { persona: who });
  leave(say("ended"));
}

function leave(trouble = "") {
  use(null);
  byId("trouble").textContent = trouble;
  show("welcome");
  (demo ? document.querySelector("#personas button") : byId("code"))?.focus({ preventScroll: true });
}

byId("change").addEventListener("click", () => leave());
byId("leave").addEventListener("click", () => {
  if (!confirm(say("leave_sure"))) return;
  call("/api/sessions", { method: "DELETE" }).catch(() => {});
  delete visits[visit.who];
  leave();
});

byId("enrol").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = byId("name").value.trim();
  const code = byId("code").value.trim();
  if (code) delete visits[INVITED]; // somebody new
  begin(INVITED, name, { code }, name);
});

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const said = text.value.trim();
  if (!said) return;
  text.value = "";
  grow();
  speak({ text: said, body: { text: said } });
});

function grow() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}
text.addEventListener("input", grow);
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return; // 229: an IME
  event.preventDefault();
  byId("composer").requestSubmit();
});
byId("file").addEventListener("change", () => {
  for (const file of byId("file").files) speak({ text: file.name, file });
  byId("file").value = "";
});

async function start(failures = 0) {
  const code = new URLSearchParams(location.search).get("start");
  byId("code").value = code ?? "";
  byId("invited").open = !demo || code !== null;
  if (!visit && lastOne && !code) enter(lastOne.who);
  else if (!visit) show("welcome");
  if (!demo) return;
  try {
    await drawPersonas(({ id, label, unit }) => begin(id, `${unit} · ${label}`, { persona: id }));
    await wind();
    byId("trouble").textContent = "";
  } catch (error) {
    byId("trouble").textContent = told(error);
    await pause(failures + 1);
    return start(failures + 1);
  }
}

start();
