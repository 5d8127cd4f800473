// Package fold makes one incident of many reports, for as long as reports come.
// Of each article it keeps a Sketch of a few KB; sketches go day by day through a
// State, which holds what the last weeks left open; out come copies (the same wire
// text, cut or touched up), stories (articles about one thing) and incidents: what
// several articles report as having been done once, with every report kept as
// evidence. The result is a function of the set of sketches: order and batches of
// arrival do not matter, and Update sweeps an archive again from the day that
// something was added to until nothing differs any more. Memory is bounded by the
// days that are open, not by the archive. The room reads no text: whoever calls it
// cuts an article into words and says how rare words are.
package fold

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// openDays is how many days after its first article a story, a group of copies or
// an incident takes articles. It is counted from the first and not from the last
// one, so that the longest war is cut into pieces that can be held in memory, and
// a late article changes what is near it and not all that follows.
const openDays = 14

// dayZero makes all days of our calendar positive numbers, so that 0 is no day.
const dayZero = 719163

func dayNumber(s string) int {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0
	}
	return int(t.Unix()/86400) + dayZero
}

func dayString(n int) string {
	if n <= 0 {
		return ""
	}
	return time.Unix(int64(n-dayZero)*86400, 0).UTC().Format(time.DateOnly)
}

// idOf is the name of a thing that begins with what key names.
func idOf(kind, key string) string {
	h := sha256.Sum256([]byte(kind + "\x00" + key))
	return hex.EncodeToString(h[:10])
}

// An art is an article while days are open that it may have to do with.
type art struct {
	*Sketch
	day      int
	group    *group
	story    *story
	head     bool   // stands for its copies in the story's mean; settled on its day
	slot     uint32 // in the index of words, of a head
	sampled  int    // shingles of it in the index of copies
	tellings []*telling
}

// before is the order of all articles: by day, then by id.
func before(a, b *art) int {
	return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.ID, b.ID))
}

// A group is copies of one text, called after the first of them.
type group struct {
	head  string // id of the first article
	first int
	arts  []*art
	into  *group // the older group that it was found to be part of
}

func (g *group) root() *group {
	for g.into != nil {
		g = g.into
	}
	return g
}
