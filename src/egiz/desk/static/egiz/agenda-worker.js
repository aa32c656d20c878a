/* A participant's own pages without a connection: what was seen last is shown again, what is new wins. */
"use strict";

const CACHE = "egiz-agenda-1";

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("egiz-agenda-") && name !== CACHE) { await caches.delete(name); }
    }
    await self.clients.claim();
  })());
});

/* The first page came before this worker did: it says what it is made of, and that is kept. */
self.addEventListener("message", (event) => {
  if (!event.data || event.data.kind !== "keep") { return; }
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await Promise.allSettled(event.data.addresses.map(async (address) => {
      const response = await fetch(address);
      if (response.ok) { await cache.put(address, response); }
    }));
  })());
});

async function newestOrKept(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok && !response.redirected) { await cache.put(request, response.clone()); }
    // A link that was taken back shows nothing any more, also not from memory.
    if (response.status === 404 || response.status === 410) { await cache.delete(request, { ignoreVary: true }); }
    return response;
  } catch (error) {
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept) { return kept; }
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) { return; }
  event.respondWith(newestOrKept(request));
});

/* An alert says what happened and leads to the page; the page is asked anew, never shown from memory first. */
self.addEventListener("push", (event) => {
  let said = {};
  try { said = event.data ? event.data.json() : {}; } catch (error) { said = {}; }
  const options = { body: said.body || "", tag: said.tag || "egiz", data: { url: said.url || self.registration.scope } };
  event.waitUntil(self.registration.showNotification(said.title || "Egiz", options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url, self.location.origin);
  if (url.origin !== self.location.origin) { return; }
  event.waitUntil(self.clients.openWindow(url.href));
});
