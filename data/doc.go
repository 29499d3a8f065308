// Package data holds the nouns and rules that every part of Placard shares: the [Action] that a person did, the
// [Sealed] form in which it leaves the screen, the batch and [Answer] that cross the wire, and one table of coded
// errors. It imports nothing of ours, no GUI, no SQL and no HTTP, so that both ends of the wire check with the same
// code.
//
// # The wire
//
// A batch is the body of POST /v1/actions, of content type [BatchType]: a sequence of frames, at most
// [MaxBatchItems] of them and [MaxBatchBytes] in all. A frame is
//
//	<header length> SP <seal length> LF
//	<header: one JSON object> LF
//	<seal: raw bytes> LF
//
// with both lengths in ASCII decimal, not counting the line feeds. The header holds what is readable without a key:
// id, campaign, kind, day and size class. A header that is not valid does not hide where the next frame begins, so
// one bad item never costs a neighbour. The seal is an age file (see package seal), sent as it is: it does not
// compress, and base64 with gzip around it costs both ends time and saves no byte.
//
// The answer is an [Answer] as JSON, of content type [AnswerType]. It echoes the SHA-256 of the batch and is signed
// (header [SignatureHeader]) by the server's receipt key, so that no captive portal can pass for the server. In a rush
// the server signs many answers with one signature: see [SignAnswers].
package data
