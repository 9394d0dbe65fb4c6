// The demo's clock, and the people one may be.

import { note, toEnd } from "./log.js";
import { byId, icon, language, make, say, status } from "./page.js";
import { call, told } from "./server.js";

const DAY = 86400000;
const ZONE = "Asia/Ho_Chi_Minh";
const LOCALE = language === "vi" ? "vi" : "en-GB";
const FACES = {
  reporter: "M8 4h8l4 4v12H4V4zm0 8h8m-8 4h5",
  coordinator: "M4 6h16M4 12h16M4 18h9m4-1 2 2 3-4",
  leader: "M5 20V10m7 10V4m7 16v-7",
};
let ahead = 0; // how far the demo's clock is ahead of this device's
const now = () => new Date(Date.now() + ahead);

function words(at) {
  const day = at.toLocaleDateString(LOCALE, { timeZone: ZONE, weekday: "long", day: "numeric", month: "numeric", year: "numeric" });
  return `${day} · ${at.toLocaleTimeString(LOCALE, { timeZone: ZONE, hour: "2-digit", minute: "2-digit" })}`;
}

function show() {
  byId("time").textContent = words(now());
}

function set(answer) {
  ahead = Date.parse(answer.now) - Date.now();
  show();
  byId("when").value = now().toLocaleString("sv", { timeZone: ZONE }).replace(" ", "T").slice(0, 16);
}

async function move(to) {
  try {
    set(await call("/api/clock", { method: "POST", json: { now: to } }));
    byId("clock").open = false;
    note(say("moved", { when: words(now()) }));
    toEnd();
  } catch (error) {
    status(told(error));
  }
}

/** Shows the clock and keeps it going. */
export async function wind() {
  set(await call("/api/clock"));
  setInterval(show, 5000);
  addEventListener("focus", () => call("/api/clock").then(set, () => {}));
}

/** The personas, each a button; `choose` is called with the one that is tapped. */
export async function drawPersonas(choose) {
  const personas = await call("/api/personas");
  byId("personas").replaceChildren(...personas.map((persona) => {
    const face = make("span", { className: "face" }, icon(FACES[persona.role] ?? FACES.reporter));
    const text = make("span", {}, make("b", {}, persona.label), make("small", {}, persona.unit));
    const button = make("button", { type: "button" }, face, text);
    button.dataset.persona = persona.id;
    button.addEventListener("click", () => choose(persona));
    return make("li", {}, button);
  }));
}

byId("tomorrow").addEventListener("click", () => move(new Date(+now() + DAY).toISOString()));
byId("move").addEventListener("submit", (event) => {
  event.preventDefault();
  move(`${byId("when").value}+07:00`);
});
