// The service worker: Placard opens without a network, and its versions never mix. All files of one build lie in one
// cache named after it; a build whose cache is not complete does not exist. Which build is served is written down (in
// the cache "placard") and moves in two cases only: the user takes the offer, or a start finds a newer build, no other
// window, and nothing waiting in the outbox.

'use strict';

const build = '@BUILD@';
const files = '@FILES@'; // SHA-256 by path, './' for the page; what can be read beside it lies below read/

const hashed = /\.[0-9a-f]{10}\.[a-z]+$/; // a name that holds its content's hash: the same name is the same file
const lazy = /\.ttf$/; // fetched when a text needs it
const prefix = 'placard-'; // of the builds' caches
const notes = 'placard'; // the cache for what is written down
const scope = new URL(self.registration.scope);
const at = (path) => new URL(path, scope).href;

async function note(name) {
  const r = await (await caches.open(notes)).match(at(`./note/${name}`));
  return r ? r.json() : undefined;
}

const write = async (name, value) => (await caches.open(notes)).put(at(`./note/${name}`), new Response(JSON.stringify(value)));
const current = async () => (await note('current')) ?? '';

// Complete means: its page is there, which is stored last.
const complete = async (name) => name !== '' && (await caches.has(name)) && (await (await caches.open(name)).match(at('./'))) !== undefined;

self.addEventListener('install', (e) => e.waitUntil(install()));

async function install() {
  const cache = await whole(build);
  const paths = Object.keys(files).filter((path) => path !== './');
  await campaign(at('campaign.json')).catch(() => {}); // a start without a network wants it
  for (const path of [...paths, './']) {
    if (lazy.test(path) && !(await caches.match(at(path)).catch(() => undefined))) continue;
    await fetchInto(cache, path);
  }
  await write('newest', build);
}

/** Opens a cache; one that a power cut tore is begun anew. */
async function whole(name) {
  const cache = await caches.open(name);
  try {
    for (const request of await cache.keys()) await cache.match(request);
    return cache;
  } catch {
    await caches.delete(name);
    return caches.open(name);
  }
}

// A file whose name holds its hash may come from any cache of ours, or the browser's own; the others come fresh. What
// is not the build's file to the byte (a sign-in page, a build that was put up meanwhile) ends the installation.
async function fetchInto(cache, path) {
  const url = at(path);
  const fixed = hashed.test(path);
  if (fixed && (await cache.match(url))) return;
  const kept = fixed ? await caches.match(url).catch(() => undefined) : undefined;
  const response = kept ?? (await fetch(url, { cache: fixed ? 'default' : 'no-cache' }));
  if (!response.ok || response.redirected) throw new Error(`${path}: answered ${response.status}`);
  const sum = await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer());
  const hex = Array.from(new Uint8Array(sum), (b) => b.toString(16).padStart(2, '0')).join('');
  if (hex !== files[path]) throw new Error(`${path}: is not the file of ${build}`);
  await cache.put(url, response);
}

self.addEventListener('activate', (e) => e.waitUntil(activate()));

async function activate() {
  if (!(await complete(await current()))) await write('current', build);
  await self.clients.claim();
}

/** The build that was installed last. Firefox forgets a waiting worker when it is closed, but not what that one stored. */
async function newest() {
  const name = (await note('newest')) ?? build;
  return (await complete(name)) ? name : build;
}

// Old builds go when nobody can be using them: at the start of the only window. While one is being installed nothing
// goes, for its cache is not complete yet.
async function tidy(...keep) {
  if (self.registration.installing) return;
  for (const name of await caches.keys()) {
    if (name.startsWith(prefix) && !keep.includes(name)) await caches.delete(name);
  }
}

/** Which build a starting window gets. */
async function choose(clientId) {
  let name = await current();
  const others = (await self.clients.matchAll({ type: 'window', includeUncontrolled: true })).filter((c) => c.id !== clientId);
  if (others.length > 0) return name || build;
  const fresh = await newest();
  if (name !== fresh && !(await note('waiting')) && (await complete(fresh))) {
    name = fresh;
    await write('current', name);
  }
  await tidy(name, fresh, build);
  return name || build;
}

self.addEventListener('fetch', (e) => {
  const { request } = e;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;
  const path = url.pathname.slice(scope.pathname.length);
  if (/^(v1|organiser|forms)(\/|$)|^healthz$/.test(path)) return; // the server's own, never from a cache
  if (path === 'campaign.json') e.respondWith(campaign(request));
  else if (request.mode === 'navigate') {
    if (path === '' || path === 'index.html') e.respondWith(page(request, e.resultingClientId, './'));
    else if (/^read\/.*\.html$/.test(path)) e.respondWith(page(request, e.resultingClientId, path));
  } else if (lazy.test(path) && Object.hasOwn(files, path)) e.respondWith(onNeed(request, path));
  else e.respondWith(file(request, hashed.test(path))); // whichever build is served, its files are not listed here
});

const page = (request, clientId, path) => answer(request, async () => {
  const name = await choose(clientId).catch(() => build);
  return (await complete(name)) && (await caches.open(name)).match(at(path));
});

const file = (request, anywhere) => answer(request, async () => {
  const name = await current();
  const r = name && (await (await caches.open(name)).match(request));
  return r || (anywhere && caches.match(request));
});

// What is fetched only when it is needed is kept with the build from then on.
async function onNeed(request, path) {
  const kept = await caches.match(request).catch(() => undefined);
  if (kept) return kept;
  try {
    const cache = await caches.open(build);
    await fetchInto(cache, path);
    return await cache.match(request);
  } catch {
    return fetch(request); // it cannot be kept here, or there is no network
  }
}

/** Answers with what look finds in the caches, or else from the network. */
async function answer(request, look) {
  let r;
  try {
    r = await look();
  } catch {
    return mend(request);
  }
  return r || fetch(request);
}

// A cache that cannot be read was torn by a power cut. With a network the file comes from there, and the next visit
// installs everything afresh; without one there is nothing to mend it with.
async function mend(request) {
  const r = await fetch(request).catch(() => Response.error());
  if (!r.ok) return r;
  for (const name of await caches.keys().catch(() => [])) {
    if (name.startsWith(prefix)) await caches.delete(name).catch(() => {});
  }
  await self.registration.unregister();
  return r;
}

const patience = 4000; // ms for the network, where there is something to fall back on

// The campaign's file is the freshest to be had: from the network, or else the last one that came.
async function campaign(request) {
  const cache = await caches.open(notes);
  const kept = await cache.match(at('campaign.json')).catch(() => undefined); // torn, like mend's
  const fresh = fetch(request, { cache: 'no-cache' }).then(async (r) => {
    const json = r.ok && /json/.test(r.headers.get('content-type'));
    if (!json) throw new Error('not the campaign file');
    JSON.parse(await r.clone().text()); // a sign-in page or a cut answer must not replace a good one
    await cache.put(at('campaign.json'), r.clone());
    return r;
  });
  if (!kept) return fresh.catch(() => Response.error());
  const late = new Promise((done) => setTimeout(done, patience, kept));
  return Promise.race([fresh.catch(() => kept), late]);
}

self.addEventListener('message', (e) => {
  const say = (data) => e.ports[0]?.postMessage(data);
  if (e.data?.do === 'keep') e.waitUntil(keep(e.data)); // the worker stays awake that long
  e.waitUntil(hear(e.data).then(say, (err) => say({ ok: false, error: String(err) })));
});

// What somebody has typed and not signed yet, while a page is loaded again: in memory alone, given back once to the
// same tab, forgotten after two minutes. Caches and databases would write it to the disk.
const drafts = new Map(); // by tab
const memory = 120000; // ms

function keep({ tab, draft }) {
  forget(tab);
  return new Promise((done) => {
    const timer = setTimeout(() => forget(tab), memory);
    drafts.set(tab, { draft, end: () => { clearTimeout(timer); done(); } });
  });
}

function forget(tab) {
  const kept = drafts.get(tab);
  drafts.delete(tab);
  kept?.end();
  return kept?.draft ?? '';
}

// A tap on a notification leads to its place, in the window that is there or in a new one.
self.addEventListener('notificationclick', (e) => {
  e.notification.close();
  e.waitUntil(visit(String(e.notification.data?.route ?? '')));
});

async function visit(route) {
  const open = (await self.clients.matchAll({ type: 'window', includeUncontrolled: true })).filter((c) => c.url.startsWith(scope.href));
  if (open.length === 0) return self.clients.openWindow(at(`./#/${route}`));
  const client = open.find((c) => c.visibilityState === 'visible') ?? open[0];
  client.postMessage({ go: route });
  return client.focus().catch(() => {});
}

async function hear(message) {
  switch (message?.do) {
    case 'keep':
      return { ok: true };
    case 'take':
      return { ok: true, draft: forget(message.tab) };
    case 'forget':
      return { ok: forget(message.tab) !== '' };
    case 'which':
      return { ok: true, newest: await newest(), current: await current() };
    case 'waiting':
      await write('waiting', message.waiting);
      return { ok: true };
    case 'use':
      if (!(await complete(await newest()))) return { ok: false };
      await write('current', await newest());
      await self.skipWaiting();
      return { ok: true };
  }
  return { ok: false };
}
