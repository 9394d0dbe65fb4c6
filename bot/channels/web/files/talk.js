// Saying and hearing: every message is sent until the server has it, and heard once.

import { drawBots, drawMine, follow, mark, toEnd, typing } from "./log.js";
import { byId, say, status } from "./page.js";
import { call, passes, pause } from "./server.js";
import { visit } from "./visits.js";

const MAX_FILE = 10 * 1024 * 1024;
const AT_ONCE = 200; // messages in one answer

/** Hears for as long as `mine` is on the page; `ended` is called where the server knows the session no more. */
export async function listen(mine, ended) {
  let failures = 0;
  typing(true);
  while (visit === mine) {
    try {
      const wait = mine.ready && !failures ? 25 : 0;
      const messages = await call(`/api/messages?after=${mine.after}&wait=${wait}`, { patience: wait + 15 });
      if (visit !== mine) return;
      failures = 0;
      status("");
      messages.forEach(hear);
      if (messages.length < AT_ONCE) settle(mine);
    } catch (error) {
      if (visit !== mine) return;
      if (error.status === 401) return ended(mine);
      if (!passes(error)) status(error.message);
      else if (++failures > 1) status(say("reconnecting"));
      await pause(passes(error) ? failures : 5);
    }
  }
}

function hear(message) {
  if (message.id <= visit.after) return;
  visit.said.filter((one) => one.after < message.id).forEach(drawMine);
  visit.after = message.id;
  typing(false);
  const bubble = drawBots(message, ({ id, label }) => speak({ text: label, body: { choice: id } }));
  if (visit.ready) follow(bubble);
}

/** Once the past is drawn: what was said last, and what is still to be sent. */
function settle(mine) {
  if (mine.ready) return;
  mine.ready = true;
  typing(false);
  mine.said.forEach(drawMine);
  for (const one of mine.said) if (one.state === "waiting" && !one.body && !one.file) mark(one, "failed", say("lost_file"));
  toEnd();
  deliver(mine);
}

export function speak({ text, body, file }) {
  const one = { id: unique(), after: visit.after, text, body, file, state: "waiting" };
  visit.said.push(one);
  drawMine(one);
  if (file?.size > MAX_FILE) return mark(one, "failed", say("too_big"));
  typing(true);
  toEnd();
  deliver(visit);
  if (matchMedia("(hover: hover)").matches) byId("text").focus();
}

function unique() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** One after the other, each until it has arrived or was refused for good. */
async function deliver(mine) {
  if (mine.delivering) return;
  mine.delivering = true;
  let failures = 0;
  for (let one; visit === mine && (one = mine.said.find(({ state }) => state === "waiting"));) {
    try {
      await call("/api/messages", { method: "POST", ...parcel(one, mine) });
      failures = 0;
      mark(one, "sent");
    } catch (error) {
      if (visit !== mine) break;
      if (passes(error)) {
        typing(false);
        mark(one, "waiting", say("waiting"));
        toEnd();
        await pause(++failures);
      } else {
        mark(one, "failed", error.message);
        typing(false);
      }
    }
  }
  mine.delivering = false;
}

function parcel({ id, body, file }, { name }) {
  if (!file) return { json: { id, name, ...body } };
  const form = new FormData();
  form.append("id", id);
  form.append("file", file);
  return { form, patience: 120 };
}
