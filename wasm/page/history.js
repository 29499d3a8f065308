// Routes and the browser's history. A route is the app's own path ("news/5"); in the address it stands after #/, so
// that a deep link needs nothing of the server and works offline.

import { app, shell } from './bridge.js';

/** The route that the address shows, '' for none. */
export const inAddress = () => decodeURIComponent(location.hash.replace(/^#\/?/, ''));

shell.route = inAddress;

/** The app has gone to a route by itself: a step that the back button takes back. */
shell.navigated = (route, replace) => {
  if (route === inAddress()) return;
  const url = `${location.pathname}${location.search}#/${encodeURI(route)}`;
  if (replace) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
};

export function open() {
  // Changing the hash by hand fires popstate too.
  addEventListener('popstate', () => app('route', inAddress()));
}
