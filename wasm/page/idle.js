// Sparing the battery. Fyne looks for something to paint sixty times a second, for ever, and each look wakes the Go
// program. While nobody touches the page and nothing is painted, Go's timers are stretched to four a second; whatever
// calls into Go, a tap or an answer from the network, wakes it at once all the same, and timers that are due then run.

const rest = 2000; // ms without a hand or a painting
const slow = 250; // ms between looks then
let last = 0;

/** Something happened: full speed. */
export function stir() {
  last = performance.now();
}

/** Wraps what a Go program calls to be woken after a delay. To be called before it starts. */
export function calm(go) {
  const env = go.importObject.gojs;
  const schedule = env['runtime.scheduleTimeoutEvent'];
  env['runtime.scheduleTimeoutEvent'] = (sp) => {
    // func scheduleTimeoutEvent(ms int64) int32: the argument lies 8 bytes above the stack pointer.
    const at = (sp >>> 0) + 8;
    if (performance.now() - last > rest && go.mem.getBigInt64(at, true) < BigInt(slow)) {
      go.mem.setBigInt64(at, BigInt(slow), true);
    }
    schedule(sp);
  };
  for (const type of ['pointerdown', 'pointermove', 'wheel', 'keydown', 'input', 'touchmove', 'resize', 'focusin', 'visibilitychange']) {
    addEventListener(type, stir, { capture: true, passive: true });
  }
}
