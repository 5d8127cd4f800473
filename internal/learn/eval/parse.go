package eval

import (
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"entente/internal/learn/corpus"
	"entente/internal/reading/parse"
	"entente/internal/text"
)

// Parse scores tags and trees on the dev parts of EWT and GUM in the shared
// data folder: on gold tokens, with a table of relations, and from raw text.
func Parse(files fs.FS, models map[string]string, sharedDir string, w io.Writer) error {
	g, err := parse.OpenGrammar(models)
	if err != nil {
		return err
	}
	p, err := parse.New(files, models)
	if err != nil {
		return err
	}
	ewt, err := corpus.ReadTrees(filepath.Join(sharedDir, corpus.EWTDev))
	if err != nil {
		return err
	}
	gum, err := corpus.ReadTrees(filepath.Join(sharedDir, corpus.GUMDev))
	if err != nil {
		return err
	}
	var free, news []corpus.Sentence
	for _, s := range gum {
		if !corpus.NonCommercial[s.Genre] {
			free = append(free, s)
		}
		if s.Genre == "news" {
			news = append(news, s)
		}
	}
	fmt.Fprintln(w, "Gold tokens, predicted tags; speed of tagger, trees and names on this machine as it is:")
	corpus.Trees(g, ewt) // pages of the model come into memory
	a, b := corpus.Trees(g, ewt), corpus.Trees(g, gum)
	a.WriteTo(w, "EWT dev", false)
	b.WriteTo(w, "GUM dev", false)
	corpus.Trees(g, free).WriteTo(w, "GUM dev, free genres", false)
	corpus.Trees(g, news).WriteTo(w, "GUM dev, news", false)
	fmt.Fprintf(w, "%-22s %14s  UPOS %5.2f  UAS %5.2f  LAS %5.2f\n", "mean of EWT and GUM", "",
		(a.TagAccuracy()+b.TagAccuracy())/2, (a.UAS()+b.UAS())/2, (a.LAS()+b.LAS())/2)
	fmt.Fprintln(w, "Raw text, F1:")
	for _, c := range [...]struct {
		name, path string
		gold       []corpus.Sentence
	}{{"EWT dev", corpus.EWTDev, ewt}, {"GUM dev", corpus.GUMDev, gum}} {
		docs, err := readTreebank(filepath.Join(sharedDir, c.path))
		if err != nil {
			return err
		}
		r, err := scoreRaw(p, docs, c.gold)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%-22s tokens %5.2f  UPOS %5.2f  UAS %5.2f  LAS %5.2f\n", c.name,
			100*r.tokens.F1(), 100*r.upos.F1(), 100*r.heads.F1(), 100*r.both.F1())
	}
	fmt.Fprintln(w, "Relations of EWT dev and GUM dev together, with subtypes:")
	for i := range a.Rels {
		a.Rels[i].Gold += b.Rels[i].Gold
		a.Rels[i].Found += b.Rels[i].Found
		a.Rels[i].Right += b.Rels[i].Right
	}
	a.WriteRels(w)
	return nil
}

// rawScores are counts from raw text, where tokens may differ.
type rawScores struct{ tokens, upos, heads, both Count }

// scoreRaw parses the documents from their bytes. A word is right where its
// bytes are a gold word's; its head is right where the head's bytes are too.
func scoreRaw(p *parse.Parser, docs []segmentDoc, gold []corpus.Sentence) (rawScores, error) {
	var r rawScores
	var words []text.Token // of all sentences, heads counted from the first
	for _, s := range gold {
		base := int32(len(words))
		for _, t := range s.Tokens {
			if t.Head >= 0 {
				t.Head += base
			}
			words = append(words, t)
		}
	}
	base := 0
	for _, d := range docs {
		if base+len(d.tokens) > len(words) {
			return r, fmt.Errorf("document %s has more words than its trees", d.id)
		}
		tree := words[base : base+len(d.tokens)]
		doc := text.Document{ID: d.id, Body: d.body}
		p.Parse(&doc)
		at := make(map[text.Span]int, len(d.tokens))
		for i, s := range d.tokens {
			at[s] = i
		}
		for _, c := range []*Count{&r.tokens, &r.upos, &r.heads, &r.both} {
			c.Gold += len(d.tokens)
			c.Found += len(doc.Tokens)
		}
		for i := range doc.Tokens {
			t := &doc.Tokens[i]
			j, ok := at[t.Span]
			if !ok {
				continue
			}
			r.tokens.Right++
			if t.UPOS == tree[j].UPOS {
				r.upos.Right++
			}
			h := int(tree[j].Head) - base
			if tree[j].Head < 0 && t.Head < 0 || tree[j].Head >= 0 && t.Head >= 0 && doc.Tokens[t.Head].Span == d.tokens[h] {
				r.heads.Right++
				if corpus.Parent(t.Rel) == corpus.Parent(tree[j].Rel) {
					r.both.Right++
				}
			}
		}
		base += len(d.tokens)
	}
	if base != len(words) {
		return r, fmt.Errorf("documents have %d words, their trees %d", base, len(words))
	}
	return r, nil
}
