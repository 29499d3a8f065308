// The official SQLite for the web, loaded once. Its own OPFS layers are switched off: they want shared memory, which
// a page without cross-origin isolation does not have; we use the pool (pool.js).

globalThis.sqlite3ApiConfig = { disable: { vfs: { 'opfs': true, 'opfs-vfs': true, 'opfs-wl': true, 'kvvfs': true } } };

export const engine = import('../vendor/index.mjs').then((module) => module.default());
