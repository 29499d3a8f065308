// Fyne's canvas: where it lies, and mouse events that no hand made.

export const canvas = () => document.querySelector('body > canvas');

/** The canvas's offset from the page's corner (notches); Fyne believes it to be 0. */
export function offset() {
  const r = canvas()?.getBoundingClientRect();
  return r ? { x: r.left, y: r.top } : { x: 0, y: 0 };
}

/** Sends Fyne a mouse event at a place of the page. */
export function mouse(type, x, y, button = 0) {
  canvas()?.dispatchEvent(new MouseEvent(type, { clientX: x, clientY: y, button, bubbles: true, cancelable: true }));
}

/** Sends Fyne a wheel event; gate.js lets these alone pass. */
export function wheel(x, y) {
  const e = new WheelEvent('wheel', { deltaX: x, deltaY: y, bubbles: true });
  Object.defineProperty(e, 'fromShell', { value: true });
  // Fyne's listener is passive: preventDefault in it would only log a complaint.
  Object.defineProperty(e, 'preventDefault', { value() {} });
  canvas()?.dispatchEvent(e);
}
