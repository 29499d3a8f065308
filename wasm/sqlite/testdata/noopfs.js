// The worker as it finds itself in a browser that offers no OPFS.
delete StorageManager.prototype.getDirectory;
await import('../sqlite/worker/worker.js');
