/** Whether the page may use WebCrypto: browsers offer it over HTTPS and on localhost only. */
export function isSecure() {
  return globalThis.isSecureContext && globalThis.crypto?.subtle !== undefined;
}
