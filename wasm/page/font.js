// Letters that Fyne's own font has not got: each font is a file of its own, fetched when a text needs it and kept by the
// service worker with the build's other files.

import { shell } from './bridge.js';

const fonts = { 'NotoNaskhArabic-Regular.ttf': 'font/NotoNaskhArabic-Regular.ttf' };

/** Resolves to a font's bytes. */
shell.font = async (name) => {
  const r = await fetch(new URL(fonts[name], import.meta.url));
  if (!r.ok) throw new Error(`${name}: the server answers ${r.status}`);
  return new Uint8Array(await r.arrayBuffer());
};
