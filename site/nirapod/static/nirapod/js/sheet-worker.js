// The worker of attendance sheets. With a network it does nothing; without one it gives the page that was kept, which
// names nobody, and the files that page needs. It keeps nothing by itself: sheet-offline.js fills the store.

const STORE = "nirapod-sheet";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function kept(request) {
  const store = await caches.open(STORE);
  const wanted = request.mode === "navigate" ? `${self.registration.scope}offline/` : request.url;
  return (await store.match(wanted, { ignoreVary: true })) ?? Response.error();
}

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  event.respondWith(fetch(event.request).catch(() => kept(event.request)));
});
