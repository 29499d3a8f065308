package find

import "placard/wasm/promise"

// turn lets the screen have its turn: in a browser it shares a thread with the program.
func turn() { promise.Turn() }
