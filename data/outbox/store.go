package outbox

import (
	"context"
	"time"

	"github.com/google/uuid"

	"placard/data"
)

// Store keeps the outbox on the device. data/local implements it for both editions; every method is one
// transaction, and what it reports done has reached the disk. Errors are [data.Error] where the user can do
// something: [data.CodeDeviceFull] when the disk is full, [data.CodeStorage] for the rest.
type Store interface {
	// Add stores a sealed action as waiting. Adding the same id and seal again changes nothing and is no error;
	// the same id with another seal is [data.CodeConflict].
	Add(ctx context.Context, s data.Sealed) error

	// Waiting returns the oldest waiting actions of a campaign that it may send now, oldest first: at most limit
	// items, and no more after the one whose seal brings the sum of seals to maxBytes or above (so always one, if
	// there is one).
	Waiting(ctx context.Context, campaign string, limit, maxBytes int) ([]data.Sealed, error)

	// File files the server's word: Accepted, Duplicate and Held make an action sent (with the answer's epoch and
	// the receipt's seq), Refused makes a waiting one refused, Later keeps it waiting behind the others with the
	// code on show, Missing makes a sent one waiting again (or marks it [data.CodeGoneOnServer] when its seal is no
	// longer here). Ids that are not in the store are passed over. It keeps the answer's counters and epoch, and
	// drops the seals of sent actions whose epoch is the answer's and whose seq is at most Answer.Safe.
	File(ctx context.Context, a data.Answer) error

	// Unverified returns up to limit ids of sent actions of a campaign, still held here with their seals, whose
	// receipts come from another epoch than the given one.
	Unverified(ctx context.Context, campaign string, epoch uuid.UUID, limit int) ([]uuid.UUID, error)

	// Tally counts the outbox of a campaign; its cost does not grow with the number of actions.
	Tally(ctx context.Context, campaign string) (data.Tally, error)

	// Page returns entries of a campaign, newest first, from offset on, at most limit.
	Page(ctx context.Context, campaign string, offset, limit int) ([]data.Entry, error)
}

// Feeds keeps what the campaign publishes. data/local implements it for both editions; errors are as those of [Store].
type Feeds interface {
	// Feed returns the comments of a campaign as they were last kept; Asked is zero where none ever were.
	Feed(ctx context.Context, campaign string) (data.Feed, error)

	// KeepFeed keeps a list of comments in place of the one before.
	KeepFeed(ctx context.Context, f data.Feed) error

	// SeeFeed notes that the server said at the given time that the list is still the same.
	SeeFeed(ctx context.Context, campaign string, asked time.Time) error
}
