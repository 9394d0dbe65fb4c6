// The conversation as it is drawn.

import { byId, icon, make, say } from "./page.js";
import { call } from "./server.js";
import { remember } from "./visits.js";

const log = byId("log");
const unseen = (text) => make("span", { className: "unseen" }, `${text} `);
const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;
export const toEnd = () => { log.scrollTop = log.scrollHeight; };
export const clear = () => log.replaceChildren();
export const note = (text) => log.append(make("div", { className: "event" }, text));

/** A message of the bot; `choose` is called with the choice that is tapped. */
export function drawBots({ text, choices, attachments }, choose) {
  const bubble = make("div", { className: "bubble bot" }, unseen(say("from_bot")), ...lines(text));
  bubble.append(...attachments.map(attachment));
  log.append(bubble);
  if (choices.length) drawChoices(choices, choose);
  return bubble;
}

/** The newest is in view: a long one from its top. */
export function follow(bubble) {
  toEnd();
  if (bubble.offsetTop < log.scrollTop) log.scrollTop = bubble.offsetTop - 12;
}

/** Each line by itself, so that what is indented stays so where it wraps; "Câu 6/17 · …" stands out. */
function lines(text) {
  return text.split("\n").map((line) => {
    const content = line.trimStart();
    const element = make("div", { className: kindOf(content) }, ...linked(content));
    if (content !== line) element.style.marginInlineStart = `${(line.length - content.length) * 0.35}em`;
    return element;
  });
}

function kindOf(line) {
  if (line === "") return "gap";
  if (/^\S+ \d+\/\d+ · /.test(line)) return "where";
  return /^[•⚠✗✓] /.test(line) ? "item" : "line";
}

function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/).map((part, i) =>
    i % 2 ? make("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part);
}

function drawChoices(offered, choose) {
  retire();
  const choices = make("div", { className: "choices" });
  choices.setAttribute("role", "group");
  choices.setAttribute("aria-label", say("choices"));
  for (const choice of offered) {
    const button = make("button", { type: "button", textContent: choice.label });
    button.addEventListener("click", () => {
      retire();
      choose(choice);
    });
    choices.append(button);
  }
  log.append(choices);
}

/** Older choices stay to be read, not to be tapped. */
function retire() {
  for (const choices of log.querySelectorAll(".choices:not(.old)")) {
    choices.classList.add("old");
    for (const button of choices.children) button.disabled = true;
  }
}

function attachment({ name, mime, url }) {
  return mime.startsWith("image/") ? image(name, url) : file(name, url);
}

function image(name, url) {
  const element = make("img", { alt: name });
  call(url).then((content) => {
    const following = atEnd();
    element.src = URL.createObjectURL(content);
    if (following) element.addEventListener("load", toEnd, { once: true });
  }, () => { element.alt = `${name}: ${say("failed")}`; });
  return element;
}

function file(name, url) {
  const button = make("button", { type: "button", className: "file" }, icon("M12 4v11m-5-4 5 5 5-5M5 20h14"), name);
  button.addEventListener("click", async () => {
    const link = make("a", { download: name, href: URL.createObjectURL(await call(url)) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  });
  return button;
}

/** What is said here, once, with how far it got. */
export function drawMine(one) {
  if (one.bubble?.isConnected) return;
  one.bubble = make("div", { className: "bubble me" }, unseen(say("from_me")), one.text, make("span", { className: "state" }));
  log.append(one.bubble);
  mark(one, one.state, one.note);
}

export function mark(one, state, words = "") {
  Object.assign(one, { state, note: words });
  one.bubble?.classList.toggle("waiting", state === "waiting" && words !== "");
  one.bubble?.classList.toggle("failed", state === "failed");
  one.bubble?.lastChild.replaceChildren(words);
  remember();
}

/** Three dots until the bot answers. */
export function typing(shown) {
  log.querySelector(".typing")?.remove();
  if (!shown) return;
  const dots = make("div", { className: "bubble bot typing" }, make("i"), make("i"), make("i"));
  dots.setAttribute("aria-hidden", "true");
  log.append(dots);
  toEnd();
  setTimeout(() => dots.remove(), 10000);
}
