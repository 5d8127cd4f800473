// Package data carries the knowledge that ships inside the binary: tables that
// a person can edit, and the files built from them. Only the command and tests
// import it; rooms are handed an fs.FS rooted here, so that a folder of the
// user's can be laid over it.
package data

import "embed"

// FS holds the text tables, rooted at this folder.
//
//go:embed lang lexicon codebook reference
var FS embed.FS
