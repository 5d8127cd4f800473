package reference

import (
	"strings"

	"entente/internal/text"
)

// A Kind says which column of which table a wording came from.
type Kind uint8

const (
	StateName Kind = iota
	StateAdjective
	StatePeople
	StatePrefix
	StateCapital
	StateSeat
	OrgName
	HolderName
	RegionName
	SetName
	AgentNoun
	AgentPlural
	OfficeName
	OfficePlural
	DictName
)

var kindNames = [...]string{"state", "adjective", "people", "prefix", "capital", "seat", "organisation", "holder", "region", "set", "agent", "agents", "office", "offices", "dictionary"}

func (k Kind) String() string { return kindNames[k] }

// An Entry points from a wording to its row.
type Entry struct {
	Kind Kind
	Row  int32 // index into the table of that kind
}

// An Index finds the longest known phrase at a token. It is a trie whose nodes
// are addressed by the hash of the words that lead to them, so that a step is
// one probe and matching allocates nothing. Two phrases share a node only if
// their 64-bit hashes are equal, which the loader does not guard against.
type Index struct {
	fold    bool // match on Lower instead of Form
	slots   []slot
	used    int
	entries []link
}

type slot struct {
	key   uint64
	first int32 // 1 + index of the first entry; 0: no phrase ends here
	more  bool  // a longer phrase passes through
}

type link struct {
	Entry
	next int32 // 1 + index; 0 ends the list
}

const seed uint64 = 0x9e3779b97f4a7c15

// step extends the hash of a phrase by one word; it is never 0, which marks a
// free slot.
func step(h uint64, word string) uint64 {
	h ^= seed
	for i := 0; i < len(word); i++ {
		h = (h ^ uint64(word[i])) * 0x100000001b3
	}
	h ^= h >> 29
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 32
	return h | 1
}

// stepUpper is step over the word in capitals; ASCII letters only.
func stepUpper(h uint64, word string) uint64 {
	h ^= seed
	for i := 0; i < len(word); i++ {
		c := word[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		h = (h ^ uint64(c)) * 0x100000001b3
	}
	h ^= h >> 29
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 32
	return h | 1
}

func newIndex(fold bool, size int) *Index {
	n := 1 << 10
	for n < size*2 {
		n *= 2
	}
	return &Index{fold: fold, slots: make([]slot, n), entries: make([]link, 0, size)}
}

func (x *Index) find(key uint64) *slot {
	mask := uint64(len(x.slots) - 1)
	for i := key >> 1 & mask; ; i = (i + 1) & mask {
		if s := &x.slots[i]; s.key == key || s.key == 0 {
			return s
		}
	}
}

func (x *Index) grow() {
	old := x.slots
	x.slots = make([]slot, len(old)*2)
	for _, s := range old {
		if s.key != 0 {
			*x.find(s.key) = s
		}
	}
}

// add enters a phrase, given word by word.
func (x *Index) add(words []string, e Entry) {
	if len(words) == 0 {
		return
	}
	x.room(len(words))
	h := uint64(0)
	var s *slot
	for i, w := range words {
		h = step(h, w)
		s = x.node(h, i < len(words)-1)
	}
	x.put(s, e)
}

// addPlain enters a phrase whose words are separated by single spaces and need
// no other form, in capitals if so asked. It makes no slices: most of the
// tables is such phrases, and loading is part of every start.
func (x *Index) addPlain(phrase string, capitals bool, e Entry) {
	x.room(strings.Count(phrase, " ") + 1)
	h := uint64(0)
	var s *slot
	for phrase != "" {
		w, rest, more := strings.Cut(phrase, " ")
		phrase = rest
		if capitals {
			h = stepUpper(h, w)
		} else {
			h = step(h, w)
		}
		s = x.node(h, more)
	}
	x.put(s, e)
}

func (x *Index) room(words int) {
	if x.used+words > len(x.slots)*2/3 {
		x.grow()
	}
}

// node is the slot of a prefix; more says that the phrase goes on.
func (x *Index) node(h uint64, more bool) *slot {
	s := x.find(h)
	if s.key == 0 {
		s.key = h
		x.used++
	}
	s.more = s.more || more
	return s
}

// put appends an entry to the list of a slot. The same entry is kept once, and
// entries keep the order in which they came.
func (x *Index) put(s *slot, e Entry) {
	id := int32(len(x.entries) + 1)
	if s.first == 0 {
		s.first = id
	} else {
		i := s.first
		for {
			l := &x.entries[i-1]
			if l.Entry == e {
				return
			}
			if l.next == 0 {
				l.next = id
				break
			}
			i = l.next
		}
	}
	x.entries = append(x.entries, link{Entry: e})
}

// Longest finds the longest phrase that starts at toks[0]: how many tokens it
// has and a handle for Next. n is 0 when none starts here.
func (x *Index) Longest(toks []text.Token) (n int, handle int32) {
	h := uint64(0)
	for i := range toks {
		w := toks[i].Form
		if x.fold {
			w = toks[i].Lower
		}
		h = step(h, w)
		s := x.find(h)
		if s.key == 0 {
			break
		}
		if s.first != 0 {
			n, handle = i+1, s.first
		}
		if !s.more {
			break
		}
	}
	return n, handle
}

// Word looks up a phrase of one word, given as it would be matched.
func (x *Index) Word(w string) (handle int32) {
	s := x.find(step(0, w))
	return s.first
}

// Next walks the entries of a phrase: it gives the entry of a handle and the
// handle of the one after it, 0 at the end.
func (x *Index) Next(handle int32) (Entry, int32) {
	l := &x.entries[handle-1]
	return l.Entry, l.next
}
