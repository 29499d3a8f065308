package data

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
)

// sign encodes v and returns the value of [SignatureHeader] for that body: Ed25519 (RFC 8032) over the domain, which ends
// in a zero byte and keeps one kind of message from passing for another, and the body.
func sign(domain string, v any, key ed25519.PrivateKey) (body []byte, signature string, err error) {
	if body, err = json.Marshal(v); err != nil {
		return nil, "", err
	}
	sig := ed25519.Sign(key, append([]byte(domain), body...))
	return body, base64.StdEncoding.EncodeToString(sig), nil
}

// open decodes what sign signed.
func open(domain string, body []byte, signature string, key ed25519.PublicKey, v any) error {
	sig, err := base64.StdEncoding.DecodeString(signature)
	if err != nil || len(key) != ed25519.PublicKeySize || !ed25519.Verify(key, append([]byte(domain), body...), sig) {
		return NewError(CodeNotOurServer, "", err)
	}
	if err := json.Unmarshal(body, v); err != nil {
		return NewError(CodeNotOurServer, "", err)
	}
	return nil
}
