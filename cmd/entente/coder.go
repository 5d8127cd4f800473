package main

import (
	"io/fs"
	"runtime/debug"

	"entente/data"
	"entente/internal/coder"
	"entente/internal/knowledge/petrarch"
	"entente/internal/pipeline"
)

// newCoder loads all knowledge and returns what codes one document.
func newCoder(files fs.FS, own ...petrarch.Dictionary) (pipeline.Coder, error) {
	// What is read now stays until the end: a collector that runs meanwhile,
	// six times while the heap is small, finds next to nothing.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	c, err := coder.New(files, coder.Built{Models: data.Models("en"), Gazetteer: data.Gazetteer, Dictionaries: own})
	if err != nil {
		return nil, err
	}
	return c.Code, nil
}

// coder loads the knowledge that the flags name; slips in dictionaries are said
// on the app's standard error.
func (a *app) coder(k knowledgeFlags, d dictionaryFlags) (pipeline.Coder, error) {
	files, err := k.files()
	if err != nil {
		return nil, err
	}
	own, err := d.read(a.stderr)
	if err != nil {
		return nil, err
	}
	return newCoder(files, own...)
}
