// Questions to the service worker.

/** Asks a service worker; resolves to its answer, or undefined where none comes in time (ms). */
export function ask(to, message, patience = 5000) {
  return new Promise((done) => {
    if (!to) return done();
    const channel = new MessageChannel();
    channel.port1.onmessage = (e) => done(e.data);
    setTimeout(done, patience);
    to.postMessage(message, [channel.port2]);
  });
}
