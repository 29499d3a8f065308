package server

import (
	"context"
	"time"
)

// What tests outside the package may turn and see: they have to be outside, because the stores they use import it.

func (s *Server) SetLimits(header, stall time.Duration, rate, uploads int) {
	s.limits.header, s.limits.stall, s.limits.rate = header, stall, rate
	s.uploads = make(chan struct{}, uploads)
}

// Uploads returns how many bodies are on their way.
func (s *Server) Uploads() int { return len(s.uploads) }

func (s *Server) SetClock(now func() time.Time) { s.throttle.now = now }

// SetMailClock gives the mail another clock, and lets a broken store be tried again at once.
func (s *Server) SetMailClock(now func() time.Time) {
	s.courier.now, s.courier.retry = now, time.Millisecond
}

func (s *Server) WakeMail() { s.courier.call() }

func (s *Server) StartOpener(ctx context.Context) error { return s.startOpener(ctx) }

var (
	SafeCell      = safeCell
	FoldName      = foldName
	FoldEmail     = foldEmail
	Person        = person
	HashPassword  = hashPassword
	CheckPassword = checkPassword
	Preferred     = preferred
	LimitConns    = limitConns
	FreeTries     = freeTries
	MaxAttempts   = maxAttempts
	ParseBounce   = parseBounce
)

// SetArgonMemory sets what a new password's hash costs, in KiB, and returns what it cost before.
func SetArgonMemory(kib uint32) uint32 {
	old := argon.memory
	argon.memory = kib
	return old
}

// FillLane lets nobody else into the strangers' lane of password checks.
func (s *Server) FillLane() (leave func()) {
	l := s.throttle.lanes[0]
	for range laneQueue {
		l.queue <- struct{}{}
	}
	return func() {
		for range laneQueue {
			<-l.queue
		}
	}
}
