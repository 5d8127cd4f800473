package main

import (
	"fmt"
	"io/fs"

	"entente/internal/pipeline"
	"entente/internal/record"
	"entente/internal/text"
)

// newCoder loads all knowledge and returns what codes one document.
func newCoder(files fs.FS) (pipeline.Coder, error) {
	return func(d *text.Document) *record.Coding {
		published := ""
		if d.Published.Day != 0 {
			published = fmt.Sprintf("%04d-%02d-%02d", d.Published.Year, d.Published.Month, d.Published.Day)
		}
		return &record.Coding{Doc: record.Doc{ID: d.ID, Path: d.Path, Title: d.Title, URL: d.URL, Publisher: d.Publisher, Language: d.Language, Published: published}}
	}, nil
}
