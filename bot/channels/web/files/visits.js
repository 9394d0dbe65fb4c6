// What this device remembers. A visit: {who, label, token, name, said}; what is said here: {id, after, text, body, state},
// where `after` is the bot's message it follows and the state is "waiting" until the server has it, then "sent", or
// "failed" with a note.

const KEPT = 300;
const read = (key) => { try { return JSON.parse(localStorage.getItem(`baocao.${key}`)); } catch { return null; } };
const write = (key, value) => { try { localStorage.setItem(`baocao.${key}`, JSON.stringify(value)); } catch { /* private */ } };

export const visits = read("visits") ?? {};
export const lastOne = visits[read("current")] ?? null;
export let visit = null; // the one on the page

export function use(who) {
  visit = who === null ? null : Object.assign(visits[who], { after: 0, ready: false, delivering: false });
  for (const one of visit?.said ?? []) one.bubble = null;
  remember();
  return visit;
}

export function remember() {
  const plain = ({ who, label, token, name, said }) => ({ who, label, token, name, said: said.slice(-KEPT).map(bare) });
  write("visits", Object.fromEntries(Object.values(visits).map((one) => [one.who, plain(one)])));
  write("current", visit?.who ?? null);
}

const bare = ({ id, after, text, body, state, note }) => ({ id, after, text, body, state, note });
