package server

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// settingPassword is the setting that holds the hash of the organiser's password.
const settingPassword = "password"

// argon is what a hash costs: Argon2id as RFC 9106, 4, recommends where 2 GiB a login are too much.
var argon = struct {
	time, memory uint32 // memory in KiB
	threads      uint8
}{3, 64 << 10, 4}

// Shortest and longest password, in characters and bytes.
const (
	minPassword = 10
	maxPassword = 1024
)

var errPasswordLength = fmt.Errorf("a password needs at least %d characters", minPassword)

// NewPassword makes a password that can be read out over the phone: five groups of four, 100 random bits.
func NewPassword() string {
	const letters = "abcdefghjkmnpqrstuvwxyz23456789x" // 32, none that pass for another; x twice
	b := make([]byte, 20)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	var s strings.Builder
	for i, c := range b {
		if i > 0 && i%4 == 0 {
			s.WriteByte('-')
		}
		s.WriteByte(letters[c%32])
	}
	return s.String()
}

// HasPassword reports whether the organiser has a password yet.
func HasPassword(ctx context.Context, store Store) (bool, error) {
	hash, err := store.Setting(ctx, settingPassword)
	return hash != "", err
}

// SetPassword stores the organiser's password, as a hash.
func SetPassword(ctx context.Context, store Store, password string) error {
	if utf8.RuneCountInString(password) < minPassword || len(password) > maxPassword {
		return errPasswordLength
	}
	return store.SetSetting(ctx, settingPassword, hashPassword(password))
}

// hashPassword returns the password's hash as a PHC string.
func hashPassword(password string) string {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt)
	key := argon2.IDKey([]byte(password), salt, argon.time, argon.memory, argon.threads, 32)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argon.memory, argon.time, argon.threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// checkPassword reports whether the password has that hash.
func checkPassword(hash, password string) (bool, error) {
	if len(password) > maxPassword {
		return false, nil
	}
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return false, errors.New("read password hash: not argon2id")
	}
	var memory, time uint32
	var threads uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &time, &threads); err != nil {
		return false, fmt.Errorf("read password hash: %w", err)
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err := errors.Join(err1, err2); err != nil || len(want) == 0 || memory > 1<<21 || time == 0 || threads == 0 {
		return false, errors.Join(errors.New("read password hash: malformed"), err)
	}
	got := argon2.IDKey([]byte(password), salt, time, memory, threads, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}
