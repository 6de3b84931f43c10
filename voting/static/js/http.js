/** Requests to our own server: an answer, a Refusal in the server's words, or Unreachable. */
import { hearClock } from "./clock.js";
import { fromUtf8 } from "./encoding.js";
import { Refusal, Unreachable } from "./errors.js";

const TIMEOUT_MS = 20_000;
// Too early, too many, took too long: the same request may succeed later.
const TRY_LATER = new Set([408, 425, 429]);

/** A signal that stops a request after so long: AbortSignal.timeout is younger than phones in a hall (Safari 16, Chrome 103). */
export function patience(milliseconds) {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), milliseconds);
  return stop.signal;
}

/**
 * Fetch from the server, never from a cache unless `options.cache` says so.
 * @param {string} path
 * @param {RequestInit} [options]
 * @returns {Promise<Response>} an answer with a 2xx status
 * @throws {Refusal} a 4xx answer with a code
 * @throws {Unreachable} anything else
 */
export async function request(path, options = {}) {
  let response;
  try {
    const signal = patience(TIMEOUT_MS);
    const headers = { Accept: "application/problem+json, */*", ...options.headers };
    response = await fetch(path, { credentials: "same-origin", cache: "no-store", signal, ...options, headers });
  } catch (error) {
    throw new Unreachable(`no answer from the server: ${error.name}`);
  }
  // What was kept tells the time of back then.
  if (!options.cache) hearClock(response.headers.get("Date"));
  if (response.ok) return response;
  const problem = await readProblem(response);
  if (problem && response.status < 500 && !TRY_LATER.has(response.status)) throw new Refusal(response.status, problem);
  throw new Unreachable(`the server answered ${response.status}`, response.status);
}

/**
 * The JSON of an answer.
 * @param {string} path
 * @param {RequestInit} [options]
 */
export async function requestJson(path, options) {
  const response = await request(path, options);
  return readBody(() => response.json());
}

/**
 * The bytes of an answer.
 * @param {string} path
 * @param {RequestInit} [options]
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function requestBytes(path, options) {
  const response = await request(path, options);
  return new Uint8Array(await readBody(() => response.arrayBuffer()));
}

/**
 * The strictly decoded UTF-8 text of an answer.
 * @param {string} path
 * @param {RequestInit} [options]
 */
export async function requestText(path, options) {
  return fromUtf8(await requestBytes(path, options));
}

async function readBody(read) {
  try {
    return await read();
  } catch (error) {
    throw new Unreachable(`the answer broke off: ${error.name}`);
  }
}

async function readProblem(response) {
  // A captive portal's or a proxy's page is not the server's word.
  if (!(response.headers.get("Content-Type") ?? "").startsWith("application/problem+json")) return null;
  const problem = await response.json().catch(() => null);
  return typeof problem?.code === "string" && typeof problem?.title === "string" ? problem : null;
}
