// What every part of the page needs: its words, and elements made without markup in strings.

export const byId = (id) => document.getElementById(id);
export const language = document.documentElement.lang;
export const demo = document.body.dataset.demo === "yes";

const words = JSON.parse(byId("words").textContent);
export const say = (key, values = {}) => words[`web.page.${key}`].replace(/\{(\w+)\}/g, (_, name) => values[name]);

export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export function status(text) {
  if (byId("status").textContent !== text) byId("status").textContent = text;
}
