// Package pack reads and checks a campaign's content: a folder of files that an office writes with a text editor.
//
//	pack.toml            id, version, title, languages
//	appeal.md            the appeal
//	news/DATE-NAME.md    the archive, one file an item
//	forms/NAME.toml      the forms to sign or fill in
//	consents.toml        the questions of consent that the forms name
//	targets.toml         whom the letters address (may be left out)
//	events.toml          where people gather, and when (may be left out)
//	shares.toml          ready texts to publish elsewhere (may be left out)
//	campaign.json        the campaign's server and keys, as placardd wrote it (may be left out)
//	sw/…                 the same texts in Swahili, and so for any other language of the pack
//
// Texts are Markdown under a head of TOML between two lines "+++". FORMAT.md beside the source says what each file
// may hold. [Check] finds everything wrong with a pack at once and says, by file and line, what to write instead.
package pack
