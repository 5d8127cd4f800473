package data

import _ "embed"

// Gazetteer is the built file of places, read in place by
// knowledge/gazetteer.
//
//go:embed built/gazetteer.bin
var Gazetteer string
