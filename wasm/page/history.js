// Routes and the browser's history. A route is the app's own path ("archive/5"); in the address it stands after #/, so
// that a deep link needs nothing of the server and works offline. Each entry of the history keeps how far its screen
// was scrolled (y) and how many things lay over it (layers); nothing of what somebody typed.

import { app, shell } from './bridge.js';

/** The route that the address shows, '' for none. */
export const inAddress = () => decodeURIComponent(location.hash.replace(/^#\/?/, ''));
const entry = () => ({ y: 0, layers: 0, ...history.state });
const address = (to) => `${location.pathname}${location.search}#/${encodeURI(to)}`;

let route = ''; // where the app is
let layers = 0; // that lie over the screen now
let own = 0; // steps in the history that we took ourselves and that are still to be heard of
let timer = 0;
let y = 0;

/** Whether this step of the history has a place of its own in its screen: the page was loaded again, or came back to. */
export const placed = () => entry().y > 0;

shell.route = inAddress;
shell.offset = () => entry().y;

function note() {
  clearTimeout(timer);
  timer = 0;
  if (entry().y !== y) history.replaceState({ ...entry(), y }, '');
}

/** The screen is scrolled to y. Browsers allow only so many changes of the history in a while. */
shell.scrolled = (to) => {
  y = to;
  timer ||= setTimeout(note, 400);
};

/** The title of the screen: of a place in the pack, never of what somebody typed. */
shell.title = (title) => { document.title = `${title} – Placard`; };

/**
 * The app has gone to a route: by itself, a step that the back button takes back, or (replace) because the address says
 * so. The screen that was left is scrolled to `left`; with replace, the new one is meant to be.
 */
shell.navigated = (to, title, replace, left) => {
  route = to;
  shell.title(title);
  clearTimeout(timer);
  timer = 0;
  if (replace) {
    y = left;
    history.replaceState({ ...entry(), y }, '', address(to));
    return;
  }
  y = left;
  // What lay over the screen went with it: its step becomes the new one.
  if (layers > 0) history.replaceState({ y: 0, layers: 0 }, '', address(to));
  else if (to !== inAddress()) {
    note();
    history.pushState({ y: 0, layers: 0 }, '', address(to));
  }
  layers = 0;
  y = 0;
};

/** So many things lie over the screen: dialogs, menus, an entry's story. Each is a step that the back button takes back. */
shell.layers = (n) => {
  if (n < layers) {
    own++;
    history.go(n - layers);
  }
  for (let i = layers + 1; i <= n; i++) {
    note();
    history.pushState({ y, layers: i }, '');
  }
  layers = n;
};

function onPop() {
  if (own > 0) {
    own--;
    y = entry().y;
    return;
  }
  const to = entry();
  if (to.layers > layers || (to.layers > 0 && to.layers === layers)) { // what lay there is not to be had again
    history.go(-to.layers);
    return;
  }
  const closed = to.layers < layers && inAddress() === route;
  layers = to.layers;
  y = to.y;
  if (closed) app('layers', layers);
  else app('route', inAddress(), y);
}

export function open() {
  history.scrollRestoration = 'manual';
  // Changing the hash by hand fires popstate too.
  addEventListener('popstate', onPop);
  addEventListener('pagehide', note);
  if (entry().layers > 0) { // the page was loaded again with something open
    own++;
    history.go(-entry().layers);
  }
}
