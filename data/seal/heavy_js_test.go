package seal

import (
	"testing"

	"golang.org/x/crypto/argon2"
)

// BenchmarkArgon2id is what a passphrase for a vault would cost at 64 MiB and three passes.
func BenchmarkArgon2id(b *testing.B) {
	for b.Loop() {
		argon2.IDKey([]byte("correct horse battery staple"), []byte("sixteen bytes of"), 3, 64<<10, 1, 32)
	}
}
