// Package faulttest runs the real kit and the real server against each other, each in processes of their own, while
// everything that happens to kits in the street happens to them: kills, lost and doubled answers, dead connections,
// sign-in pages, full disks, wrong clocks, servers restored from a backup. After each such run every action that the
// kit called stored is on the server once, and the kit knows it.
//
// A run follows a script drawn from its seed; what the operating system makes of the moments is its own. Run
//
//	go test ./server/faulttest -run TestFaults -seed 42 -runs 1 -v
//
// to replay one.
package faulttest
