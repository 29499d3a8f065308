// The way to the home screen.

import { shell } from './bridge.js';

let offer = null;

// The browser would ask at a moment of its own; the app does once something lies here that must not be lost.
addEventListener('beforeinstallprompt', (e) => {
  e.preventDefault();
  offer = e;
});
addEventListener('appinstalled', () => { offer = null; });

const installed = () => matchMedia('(display-mode: standalone)').matches || navigator.standalone === true;

// Safari deletes what a site keeps after seven days without a visit, except from the home screen, and has no event for
// an offer; nor has any other browser on an iPhone or iPad, which all are Safari inside.
const apple = () => /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent)
  && (navigator.maxTouchPoints > 1 || (/Safari/.test(navigator.userAgent) && !/Chrome|Chromium|Edg|Firefox/.test(navigator.userAgent))));

/** Resolves to what there is to say: 'offer', 'apple' or ''. */
shell.home = async () => {
  if (installed()) return '';
  if (offer) return 'offer';
  return apple() ? 'apple' : '';
};

/** Asks the browser to install; to be called because of a tap. */
shell.install = async () => {
  const now = offer;
  offer = null;
  await now?.prompt();
};
