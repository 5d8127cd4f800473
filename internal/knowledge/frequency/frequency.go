// Package frequency says how rare words are, from a table of the commonest ones in
// their order. The weights of words that articles are compared by must not hang on
// which articles are at hand: what was folded last year has to be folded the same
// way next year.
package frequency

import (
	"io/fs"
	"math"

	"entente/internal/knowledge/table"
)

// By Zipf's law the word of rank r is one word in r times zipf; an article has so
// many words. What is not in the table is rarer than its last word by so much.
const (
	zipf         = 12.0
	articleWords = 400
	unknown      = 1.0
)

// A Table knows the ranks of words.
type Table struct {
	rank map[string]int
	rare float64
}

// Load reads the table of a language.
func Load(files fs.FS, lang string) (*Table, error) {
	t, err := table.Read(files, "lang/"+lang+"/frequency.tsv", "word")
	if err != nil {
		return nil, err
	}
	f := &Table{rank: make(map[string]int, len(t.Rows)), rare: rarity(max(1, len(t.Rows))) + unknown}
	for i, r := range t.Rows {
		w := r.Get("word")
		if f.rank[w] != 0 {
			r.Bad("word", "the word stands here twice", "the first row is its rank")
			continue
		}
		f.rank[w] = i + 1
	}
	return f, t.Errs.Err()
}

// Rarity is the natural logarithm of one in how many articles has the word, which
// is in small letters.
func (t *Table) Rarity(word string) float64 {
	if r := t.rank[word]; r != 0 {
		return rarity(r)
	}
	return t.rare
}

func rarity(rank int) float64 {
	return -math.Log(1 - math.Exp(-articleWords/(zipf*float64(rank))))
}
