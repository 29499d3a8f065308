package main

import (
	"errors"
	"os"
)

// checkDisplay says what to do where Fyne would panic.
func checkDisplay() error {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return errors.New("there is no display: start the kit on a desktop, or open the web edition in a browser")
	}
	return nil
}
