/** Whether this browser can do what an activation needs, found out before anything secret is used. */
import { isSecure } from "./secure.js";
import { storageWorks } from "./store.js";

// Browsers inside other apps keep their own storage, forget it without warning, and cannot be found again by the delegate.
const IN_APP = [
  [/\bInstagram\b/i, "Instagram"],
  [/\bFBA[NV]\b|\bFB_IAB\b/, "Facebook"],
  [/\bWhatsApp\b/i, "WhatsApp"],
  [/\bTelegram/i, "Telegram"],
  [/\bLinkedInApp\b/i, "LinkedIn"],
  [/\bMicroMessenger\b/i, "WeChat"],
  [/\bLine\//, "LINE"],
  [/\bKAKAOTALK\b/i, "KakaoTalk"],
  [/\bSnapchat\b/i, "Snapchat"],
  [/\bTwitter(?:Android| for)/i, "X"],
  [/\b(?:musical_ly|BytedanceWebview|TikTok)\b/i, "TikTok"],
  [/\bTeams(?:Mobile)?-(?:Android|iOS)\b/i, "Teams"],
  [/\bGSA\//, "Google"],
];
// The window of an app that does not say which, such as a reader of square codes: on Apple's phones browsers alone call
// themselves Safari, and pages on the home screen.
const WEBVIEW = /; wv\)|\b(?:iPhone|iPad|iPod)\b(?!.*\bSafari\/)/;

/**
 * The app whose built-in browser this is.
 * @param {string} [userAgent]
 * @returns {string | null} its name, "" if it does not say, null if this is a browser of its own
 */
export function inAppBrowser(userAgent = navigator.userAgent) {
  const known = IN_APP.find(([pattern]) => pattern.test(userAgent));
  if (known) return known[1];
  return WEBVIEW.test(userAgent) && !navigator.standalone ? "" : null;
}

/** Whether this window forgets all it keeps when it is closed, as far as a browser lets pages know. */
export async function isPrivateWindow() {
  return !(await hasPrivateFiles()) || (await keepsCachesInMemory());
}

/** Private windows of Safari and Firefox have no private file system (https://fs.spec.whatwg.org/#sandboxed-filesystem). */
async function hasPrivateFiles() {
  try {
    await navigator.storage?.getDirectory?.();
    return true;
  } catch {
    return false;
  }
}

/** Private windows of Chromium keep caches in memory, where they are counted to the byte; on a disk they take pieces of 256. */
async function keepsCachesInMemory() {
  try {
    const used = async () => (await navigator.storage.estimate()).usageDetails?.caches ?? 0;
    const cache = await caches.open("probe");
    const before = await used();
    // Of two that differ by one byte the sum is odd.
    for (const body of ["1", "22"]) await cache.put(`/probe-${body.length}`, new Response(body));
    const grown = (await used()) - before;
    await caches.delete("probe");
    return grown % 256 !== 0;
  } catch {
    // Nothing is known: no reason to warn.
    return false;
  }
}

/**
 * Whether this browser forgets what a page keeps once it was used for a week without that page: all do on iPhones and iPads
 * (https://webkit.org/tracking-prevention/), which alone have this property.
 */
export function forgetsInAWeek() {
  return CSS.supports("-webkit-touch-callout", "none");
}

/**
 * What stands in the way, the most basic first.
 * @returns {Promise<"insecure" | "in-app" | "no-storage" | null>}
 */
export async function obstacle() {
  if (!isSecure()) return "insecure";
  // Asked before the next, for who goes on in an app's window needs it most: it asks that what is kept here be kept.
  const keeps = await storageWorks();
  if (inAppBrowser() !== null) return "in-app";
  return keeps ? null : "no-storage";
}
