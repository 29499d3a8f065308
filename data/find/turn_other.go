//go:build !js

package find

// turn has nothing to do where the screen has a thread of its own.
func turn() {}
