package app

import (
	"time"

	"placard/app/translation"
	"placard/data"
	"placard/data/pack"
)

type with = translation.With

// say returns the words of a key in the user's language.
func say(key string, data ...with) string { return speaking().Say(key, data...) }

// Say returns the words of a key in the user's language, for the editions; the page around the web edition gets its
// own ("page.…") from the same files, by its build.
func Say(key string, data ...map[string]string) string { return say(key, data...) }

// sayN is say for a number of things; the words find it as {{.N}}.
func sayN(key string, n int, data ...with) string { return speaking().SayN(key, n, data...) }

// hint says what to do about an error.
func hint(e *data.Error) string { return speaking().Hint(e) }

// ErrorWords says what to do about an error in the user's language, for the editions.
func ErrorWords(e *data.Error) string { return hint(e) }

// group writes a number with its thousands apart, as the user's language does.
func group(n int64) string { return speaking().Group(n) }

// Number is a number as the user's language writes it, for the editions.
func Number(n int64) string { return group(n) }

// day writes the date of a report or an appeal. Those have no place, so no time zone moves them.
func day(t time.Time) string { return date(t.UTC()) }

func date(t time.Time) string { return speaking().Date(t) }

// moment writes a time of the server's or the device's clock in the reader's own time.
func moment(t time.Time) string {
	t = t.Local()
	return say("datetime", with{"Date": date(t), "Time": t.Format(say("time"))})
}

// soon writes a time that is at hand: without the date if it is today.
func soon(t, now time.Time) string {
	if t.Local().Format(time.DateOnly) == now.Local().Format(time.DateOnly) {
		return t.Local().Format(say("time"))
	}
	return moment(t)
}

// dayOf writes a day of the outbox, YYYY-MM-DD.
func dayOf(s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return day(t)
}

func kindWord(k data.Kind) string { return known("kind."+string(k), string(k)) }

func stateWord(s data.State) string { return known("state."+string(s), string(s)) }

// why is the few words for a code that fit into a row.
func why(c data.Code) string {
	return known("why."+string(c), say("why.other", with{"Code": string(c)}))
}

func sureWords(s pack.Sure) string {
	switch s {
	case pack.High:
		return say("sure.high")
	case pack.Medium:
		return say("sure.medium")
	}
	return say("sure.unknown")
}

// known is say for a key that may not be there.
func known(key, otherwise string) string {
	if !speaking().Has(key) {
		return otherwise
	}
	return say(key)
}

// counterWords is what the kit knows of the signatures: the server's number as of the server's time, and what waits
// here. The two are never added up: the server may already hold some of what still waits.
func counterWords(t data.Tally) string {
	here := sayN("count.here", t.Waiting)
	if t.Counters == nil {
		return say("count.both", with{"Known": say("count.unknown"), "Here": here})
	}
	key := "count.counted"
	if t.Counters.Basis == data.BasisReceived {
		key = "count.received"
	}
	n := t.Counters.Counts[data.Signature]
	known := sayN(key, int(n), with{"Time": moment(t.Counters.At)})
	return say("count.both", with{"Known": known, "Here": here})
}
