// Letters of the system, for what the kit has no font for: the browser writes them into a picture, which Fyne paints.

import { shell } from './bridge.js';

const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

function hold(size, bold, italic, fromRight) {
  context.font = `${italic ? 'italic ' : ''}${bold ? 'bold ' : ''}${size}px system-ui, sans-serif`;
  context.direction = fromRight ? 'rtl' : 'ltr';
  context.textAlign = 'left';
}

// Browsers that hide what makes them different give back noise where a page reads what it has drawn.
const truthful = () => {
  context.canvas.width = context.canvas.height = 8;
  context.fillStyle = 'rgb(30 144 255)';
  context.fillRect(0, 0, 8, 8);
  const { data } = context.getImageData(0, 0, 8, 8);
  return data.every((v, i) => Math.abs(v - [30, 144, 255, 255][i % 4]) < 8);
};

let can;

/** Whether texts can be written. */
shell.writes = () => (can ??= context !== null && truthful());

/** How wide a text is. */
shell.measure = (text, size, bold, italic, fromRight) => {
  hold(size, bold, italic, fromRight);
  return context.measureText(text).width;
};

/** A text as the pixels of a picture, `density` of them to each of its units of length. */
shell.write = (text, size, bold, italic, fromRight, ink, width, height, base, density) => {
  context.canvas.width = width; // which empties it
  context.canvas.height = height;
  context.scale(density, density);
  hold(size, bold, italic, fromRight);
  context.fillStyle = ink;
  context.fillText(text, 0, base);
  return context.getImageData(0, 0, width, height).data;
};
