// Package html renders a pack as plain pages: the appeal with its sign form, the archive, each news item and each form.
// They can be read without scripts, in a text browser and by a crawler, and are what a phone shows while the app loads
// behind them. The build of the web edition writes them beside the app; the server answers a form that was sent from
// one of them with a page of the same look.
//
// Names of files and links are relative, so that the pages work below any path of any host:
//
//	index.html                   the appeal with the sign form, see [First]
//	read/archive.html            the archive
//	read/events.html             the events, if there are any
//	read/news/ID.html            one item of it
//	read/form/ID.html            the text of a form, such as the petition, and the form
//	read/sw/…                    the same in another language of the pack, its appeal as index.html
//
// Everything from the pack is escaped; of its Markdown only what FORMAT.md allows becomes an element. The pages hold no
// script and no style of their own, for the policy of the web edition allows none.
package html
