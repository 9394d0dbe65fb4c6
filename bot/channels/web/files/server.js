// Asking the server, on networks that come and go.

import { language, say } from "./page.js";
import { visit } from "./visits.js";

/** The answer's JSON, or the file under /api/files/. Throws with a `status`, without one where nothing answered. */
export async function call(path, { method = "GET", json, form, token = visit?.token, patience = 30 } = {}) {
  const headers = { "X-Language": language };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (json) headers["Content-Type"] = "application/json";
  const gaveUp = new AbortController();
  const timer = setTimeout(() => gaveUp.abort(), patience * 1000);
  try {
    const body = json ? JSON.stringify(json) : form;
    const response = await fetch(path, { method, headers, body, signal: gaveUp.signal, cache: "no-store" });
    if (response.ok) return await (path.startsWith("/api/files/") ? response.blob() : response.json());
    const problem = await response.json().catch(() => ({}));
    throw Object.assign(new Error(problem.message ?? say("failed")), { status: response.status });
  } finally {
    clearTimeout(timer);
  }
}

/** Whether it may work later without anybody doing anything. */
export const passes = (error) => !error.status || error.status >= 500 || error.status === 429;

/** Longer after every failure; over at once where the network is back. */
export const pause = (failures) => new Promise((resolve) => {
  setTimeout(resolve, Math.min(15000, 400 * 2 ** failures));
  addEventListener("online", resolve, { once: true });
});

export const told = (error) => (error.status ? error.message : say("offline"));
