package seal

import (
	"filippo.io/age"

	"placard/wasm/promise"
)

// turns lets the screen have its turn before each recipient: sealing to one takes some 3 ms in a browser, several times
// that on an old phone, and there the program and the screen share a thread.
func turns(recipients []age.Recipient) []age.Recipient {
	list := make([]age.Recipient, len(recipients))
	for i, r := range recipients {
		list[i] = r
		if l, ok := r.(age.RecipientWithLabels); ok {
			list[i] = turn{r, l}
		}
	}
	return list
}

type turn struct {
	age.Recipient
	labelled age.RecipientWithLabels
}

func (t turn) WrapWithLabels(fileKey []byte) ([]*age.Stanza, []string, error) {
	promise.Turn()
	return t.labelled.WrapWithLabels(fileKey)
}
