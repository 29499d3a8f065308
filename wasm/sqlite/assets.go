//go:build !js

package sqlite

import (
	"embed"
	"io/fs"
)

//go:embed worker/*.js vendor/index.mjs vendor/sqlite3.wasm
var files embed.FS

// Assets returns the Worker's files. A site serves them beside its page in the folder "sqlite" (see [DefaultWorker]),
// .js and .mjs as text/javascript, .wasm as application/wasm.
func Assets() fs.FS { return files }
