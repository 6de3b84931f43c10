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

/**
 * Whether this window forgets all it keeps when it is closed, as far as a browser lets pages know: private windows of
 * Safari and Firefox have no private file system (https://fs.spec.whatwg.org/#sandboxed-filesystem); Chromium's do.
 */
export async function isPrivateWindow() {
  try {
    await navigator.storage?.getDirectory?.();
    return false;
  } catch {
    return true;
  }
}

/**
 * What stands in the way, the most basic first.
 * @returns {Promise<"insecure" | "in-app" | "no-storage" | null>}
 */
export async function obstacle() {
  if (!isSecure()) return "insecure";
  if (inAppBrowser() !== null) return "in-app";
  return (await storageWorks()) ? null : "no-storage";
}
