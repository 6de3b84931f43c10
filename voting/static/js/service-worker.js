/** Keeps the phone's page, so that it opens without a network and says so. The server puts VERSION before this. */
const CACHE = `plenary-${VERSION}`;
const PAGE = "/";
// Their addresses hold what must not be lost: a badge's code, and where somebody was going.
const STAYING = ["/activate", "/signin"];
// A network that is there in name only must not hold up a delegate.
const PATIENCE_MS = 4_000;

addEventListener("install", (event) => event.waitUntil(keepAll()));
addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(openPage(request));
  // An installed page has no way back from the browser's own page of errors.
  else if (request.mode === "navigate" && !STAYING.includes(pathname)) event.respondWith(fetch(request).catch(() => Response.redirect(PAGE)));
  else if (pathname.startsWith("/assets/")) event.respondWith(kept(request));
});

async function keepAll() {
  const page = await fetch(PAGE, { cache: "no-cache" });
  if (!page.ok) throw new Error(`the page answered ${page.status}`);
  const cache = await caches.open(CACHE);
  const parts = [...(await page.clone().text()).matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path);
  await cache.addAll([...new Set(parts)]);
  await cache.put(PAGE, page);
  await skipWaiting();
}

async function forgetOthers() {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  await clients.claim();
}

async function openPage(request) {
  try {
    // AbortSignal.timeout is younger than phones in a hall.
    const stop = new AbortController();
    setTimeout(() => stop.abort(), PATIENCE_MS);
    const page = await fetch(request, { signal: stop.signal });
    if (page.ok && !page.redirected) await (await caches.open(CACHE)).put(PAGE, page.clone());
    return page;
  } catch (error) {
    const page = await caches.match(PAGE);
    if (!page) throw error;
    return page;
  }
}

async function kept(request) {
  return (await caches.match(request)) ?? fetch(request);
}
