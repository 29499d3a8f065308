// What the browser offers beside the page: the share sheet, files in and out, notifications. For app.Platform.

import { app, shell } from './bridge.js';
import './clipboard.js';
import { inAddress } from './history.js';

shell.can = () => JSON.stringify({
  Share: typeof navigator.share === 'function',
  Notify: 'Notification' in globalThis && 'serviceWorker' in navigator,
  Camera: matchMedia('(pointer: coarse)').matches, // elsewhere "capture" opens the same chooser
});

/** Resolves to false where it cannot be shared; a person who thinks better of it has shared enough. */
shell.share = async (title, text, url, files) => {
  const what = { title, text };
  if (url) what.url = url;
  if (files.length > 0) what.files = files;
  if (!navigator.share || (navigator.canShare && !navigator.canShare(what))) return false;
  return navigator.share(what).then(() => true, (e) => e.name === 'AbortError');
};

/** Resolves to whether the file was kept; a download that has begun counts. */
shell.save = async (file) => {
  if (globalThis.showSaveFilePicker) {
    try {
      const handle = await showSaveFilePicker({ suggestedName: file.name });
      const out = await handle.createWritable();
      await out.write(file);
      await out.close();
      return true;
    } catch (e) {
      if (e.name === 'AbortError') return false;
      if (e.name !== 'SecurityError' && e.name !== 'NotAllowedError') throw e;
    }
  }
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(file), download: file.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  return true;
};

let choosing = null;

/** Resolves to the files that a person chose, perhaps none. */
shell.pick = (camera) => new Promise((done) => {
  choosing?.remove(); // one chooser at a time
  const input = Object.assign(document.createElement('input'), { type: 'file', accept: 'image/*', multiple: !camera, hidden: true });
  if (camera) input.setAttribute('capture', 'environment');
  const end = (files) => {
    input.remove();
    done(files);
  };
  input.addEventListener('change', () => end([...input.files]));
  input.addEventListener('cancel', () => end([]));
  choosing = input;
  document.body.append(input); // Safari opens none that is not in the page
  input.click();
});

shell.askNotify = async () => (await Notification.requestPermission().catch(() => 'denied')) === 'granted';

/** Shows a notification, while nobody looks at the page. */
shell.notify = async (title, body, route) => {
  if (!document.hidden || Notification.permission !== 'granted') return;
  const registration = await navigator.serviceWorker.getRegistration();
  await registration?.showNotification(title, { body, tag: 'placard', icon: 'icon-192.png', data: { route } });
};

// A file that misses its place would otherwise take the place of the page.
const ofFiles = (e) => e.dataTransfer?.types.includes('Files');

export function open() {
  addEventListener('dragover', (e) => {
    if (!ofFiles(e)) return;
    e.preventDefault();
    e.dataTransfer.dropEffect = 'copy';
  });
  addEventListener('drop', (e) => {
    if (!ofFiles(e)) return;
    e.preventDefault();
    app('dropped', [...e.dataTransfer.files]);
  });
  // Somebody tapped a notification: see sw.js.
  navigator.serviceWorker?.addEventListener('message', (e) => {
    if (typeof e.data?.go === 'string' && e.data.go !== inAddress()) location.hash = `#/${e.data.go}`;
  });
}
