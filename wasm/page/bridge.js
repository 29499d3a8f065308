// The one place where page and Go meet: Go calls what is in `shell`, the page calls what Go has put into `app`.
// Neither side keeps the other's objects.

export const shell = {};

const state = { shell, app: null };
globalThis.placard = state;

let stopped = false;

/** Ends all calls into Go: its program has exited and would throw at each of them. */
export function stop() {
  stopped = true;
}

export const running = () => !stopped && state.app !== null;

/** Calls a function that Go offers; does nothing before Go is up and after it has stopped. */
export function app(name, ...args) {
  if (running()) return state.app[name]?.(...args);
}

/**
 * Fyne's pixels ("dips") per CSS pixel. Fyne rounds the device's pixel ratio to one decimal for its own scale, so at
 * a ratio of 2.625 the two differ by one per cent.
 */
export const dips = { perCSS: 1 };

shell.scale = (fyneScale) => {
  dips.perCSS = devicePixelRatio / fyneScale;
};
