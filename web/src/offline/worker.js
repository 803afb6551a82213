/**
 * Between the page and the service: keeps the page's own files, and what was last seen of the map and the region, so
 * that the page opens and a report can be made where there is no connection. It sends nothing itself, and keeps
 * nothing that is for one person alone. The build puts in which files the page has (`offlineWorker.ts`).
 */

/** @type {{ version: string, files: string[] }} */
const SHELL = self.SHELL;
const SHELL_CACHE = `shell-${SHELL.version}`;
const SEEN_CACHE = 'seen';
const PAGE = '/';
/** What the page asks before it shows anything, and what its map is drawn from: the same for everybody. */
const SEEN =
  /^\/(?:style\.json|tiles\/.*|fonts\/.*|api\/v1\/(?:region|networks|zones|dead-zones))$/;
const MOST_SEEN = 800;
/** Counting what is kept takes longer than keeping it. */
const PUTS_BETWEEN = 50;
let puts = 0;
/** Where coverage is bad an answer may never come: then what was seen before is better. */
const PATIENCE_MS = 5_000;

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldShells());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (pathname === PAGE || SHELL.files.includes(pathname))
    event.respondWith(ofShell(request, pathname));
  else if (SEEN.test(pathname)) event.respondWith(newestOrSeen(event));
});

async function keepShell() {
  const cache = await caches.open(SHELL_CACHE);
  await cache.addAll([PAGE, ...SHELL.files]);
  await self.skipWaiting();
}

async function forgetOldShells() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('shell-') && name !== SHELL_CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The page is one file whatever its address asks. Its newest form is fetched where that goes quickly. */
async function ofShell(request, pathname) {
  const cache = await caches.open(SHELL_CACHE);
  const kept = await cache.match(pathname);
  if (kept && pathname !== PAGE) return kept;
  try {
    return await soon(fetch(request), kept);
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function newestOrSeen(event) {
  const cache = await caches.open(SEEN_CACHE);
  const { request } = event;
  const seen = await cache.match(request, { ignoreVary: true });
  const fetching = fetch(request).then((answer) => {
    if (isForAll(answer)) event.waitUntil(keep(cache, request, answer.clone()));
    return answer;
  });
  // An answer that comes too late for this time is kept for the next.
  event.waitUntil(fetching.catch(() => {}));
  try {
    return await soon(fetching, seen);
  } catch (error) {
    if (seen) return seen;
    throw error;
  }
}

/** A whole answer that isn't the asker's alone. */
function isForAll(answer) {
  return answer.ok && !/private|no-store/.test(answer.headers.get('cache-control') ?? '');
}

/** An answer, or what was kept if that takes too long. */
function soon(fetching, kept) {
  if (!kept) return fetching;
  // Whoever waits no longer isn't told what went wrong afterwards.
  fetching.catch(() => {});
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  return Promise.race([fetching, late]);
}

async function keep(cache, request, answer) {
  await cache.put(request, answer);
  puts += 1;
  if (puts % PUTS_BETWEEN === 0) await forgetOldest(cache);
}

/** What was fetched last stands last. */
async function forgetOldest(cache) {
  const kept = await cache.keys();
  const surplus = kept.slice(0, Math.max(0, kept.length - MOST_SEEN));
  await Promise.all(surplus.map((old) => cache.delete(old, { ignoreVary: true })));
}
