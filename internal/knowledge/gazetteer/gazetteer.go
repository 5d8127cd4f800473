// Package gazetteer knows the places of the world: their names, where they
// lie, which country and first-level division they belong to, what kind of
// place they are and how many people live there. In comes one built file,
// held as a string and read in place, so that opening it costs nothing; out
// go the entries that bear a given name, the most prominent first. It does
// not read texts and does not choose between namesakes. The layout of the
// file is written down in docs/format/gazetteer.md.
package gazetteer

import (
	"encoding/hex"
	"errors"
	"fmt"
	"sort"
)

// The first bytes of a file, and its fixed sizes.
const (
	Magic      = "ENTGAZ2\n"
	HeaderSize = 160
	placeSize  = 24
	keySize    = 8
	areaSize   = 8
	sharedSize = 12
	numBuckets = 1 << 16
)

// A Gazetteer reads one built file. It never changes and serves any number of
// goroutines. Whatever a damaged file says, reading it yields wrong entries or
// none, never a panic.
type Gazetteer struct {
	data    string
	places  string
	buckets string
	keys    string
	lists   string
	areas   string
	states  string
	given   string
	names   string
	shared  string
	n       uint32
}

// An ID numbers an entry of one built file: 0 to Len()-1.
type ID int32

// A Place is what is known of one entry. Strings share the file's memory.
type Place struct {
	Name       string  // in English where there is such a name
	GeoNamesID int32   // 0: not in GeoNames, an entry of our own
	Lat, Lon   float32 // degrees, north and east positive
	Country    string  // ISO 3166 alpha-3; "" for seas and the like
	Admin1     string  // name of the first-level division; "" unknown
	Feature    string  // GeoNames feature code: PPLC, ADM1, PCLI, SEA
	Population uint32
	Shared     string // alpha-3 codes of all states that it lies in, borders or is claimed by, parted by spaces; "" none but Country
	Note       string // on its standing: "held by China since 2012; claimed by the Philippines and Taiwan"
}

// A Hit is one entry that bears the name that was looked up.
type Hit struct {
	ID        ID
	Alternate bool // the name is not the entry's main one
}

// Hits lists the entries of one name without copying them.
type Hits struct {
	g    *Gazetteer
	one  uint32
	list string
	// Weak says that the name is also a common word or a person's name: it
	// means a place only where the text says so.
	Weak bool
}

// Bits of a posting: where the entries of a name are, and what the name is.
const (
	postList  = 1 << 31 // the rest is an offset into the lists
	postWeak  = 1 << 30
	postAlt   = 1 << 29 // with a single entry: the name is an alternate
	postValue = 1<<29 - 1
)

// Open checks the frame of a built file and returns its reader. It decodes
// nothing.
func Open(data string) (*Gazetteer, error) {
	if len(data) < HeaderSize || data[:len(Magic)] != Magic {
		return nil, errors.New("not a gazetteer file")
	}
	if n := u32(data, 8); int64(n) != int64(len(data)) {
		return nil, fmt.Errorf("gazetteer file is cut: %d bytes, should be %d", len(data), n)
	}
	g := &Gazetteer{data: data}
	for i, s := range []struct {
		to   *string
		unit int
	}{{&g.places, placeSize}, {&g.buckets, 4}, {&g.keys, keySize}, {&g.lists, 4}, {&g.areas, areaSize}, {&g.states, 4}, {&g.given, 4}, {&g.names, 1}, {&g.shared, sharedSize}} {
		off, n := int64(u32(data, 12+8*i)), int64(u32(data, 16+8*i))
		if off < HeaderSize || off+n > int64(len(data)) || n%int64(s.unit) != 0 {
			return nil, fmt.Errorf("gazetteer file is damaged: section %d", i)
		}
		*s.to = data[off : off+n]
	}
	if len(g.buckets) != 4*(numBuckets+1) {
		return nil, errors.New("gazetteer file is damaged: buckets")
	}
	g.n = uint32(len(g.places) / placeSize)
	return g, nil
}

// Len is the number of entries.
func (g *Gazetteer) Len() int { return int(g.n) }

// Names is the number of different names.
func (g *Gazetteer) Names() int { return len(g.keys) / keySize }

// Inputs is the hash of the tables of ours that the file was built from, and
// that of the GeoNames files, in hexadecimal.
func (g *Gazetteer) Inputs() (ours, geonames string) {
	return hex.EncodeToString([]byte(g.data[96:128])), hex.EncodeToString([]byte(g.data[128:160]))
}

// Lookup finds the entries that bear the name, most prominent first.
func (g *Gazetteer) Lookup(k Key) Hits {
	p, ok := g.post(k)
	if !ok {
		return Hits{}
	}
	h := Hits{g: g, Weak: p&postWeak != 0}
	if p&postList == 0 {
		h.one = p
		if p&postValue >= g.n {
			return Hits{}
		}
		return h
	}
	off := 4 * int(p&postValue)
	if off+4 > len(g.lists) {
		return Hits{}
	}
	n := int(u32(g.lists, off))
	if n == 0 || n > 1<<12 || off+4+4*n > len(g.lists) {
		return Hits{}
	}
	h.list = g.lists[off+4 : off+4+4*n]
	return h
}

func (g *Gazetteer) post(k Key) (uint32, bool) {
	if k.Empty() {
		return 0, false
	}
	b, rest := k.Split()
	lo, hi := int(u32(g.buckets, 4*int(b))), int(u32(g.buckets, 4*int(b)+4))
	if hi > len(g.keys)/keySize || lo > hi {
		return 0, false
	}
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if u32(g.keys, mid*keySize) < rest {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo*keySize+keySize > len(g.keys) || u32(g.keys, lo*keySize) != rest {
		return 0, false
	}
	return u32(g.keys, lo*keySize+4), true
}

// Len is the number of hits.
func (h Hits) Len() int {
	if h.g == nil {
		return 0
	}
	if h.list == "" {
		return 1
	}
	return len(h.list) / 4
}

// At is the i-th hit.
func (h Hits) At(i int) Hit {
	p := h.one
	alt := p&postAlt != 0
	if h.list != "" {
		p = u32(h.list, 4*i)
		alt = p&postList != 0
	}
	p &= postValue
	if p >= h.g.n {
		p = 0
	}
	return Hit{ID: ID(p), Alternate: alt}
}

// GivenName reports whether the word is a person's given name ("Jackson",
// "Victoria"): a warning to whoever reads it as a place.
func (g *Gazetteer) GivenName(word string) bool {
	k := KeyOf(word)
	if k.Empty() {
		return false
	}
	_, rest := k.Split()
	n := len(g.given) / 4
	i := sort.Search(n, func(i int) bool { return u32(g.given, 4*i) >= rest })
	return i < n && u32(g.given, 4*i) == rest
}

// Place is the whole entry of id.
func (g *Gazetteer) Place(id ID) Place {
	if id < 0 || uint32(id) >= g.n {
		return Place{}
	}
	r := g.places[int(id)*placeSize : int(id)*placeSize+placeSize]
	states, note := g.standing(id)
	return Place{
		Name:       g.name(u32(r, 0)),
		GeoNamesID: int32(u32(r, 4)),
		Lat:        float32(int32(u32(r, 8))) / 1e5,
		Lon:        float32(int32(u32(r, 12))) / 1e5,
		Population: u32(r, 16),
		Country:    g.iso3(r[22]),
		Admin1:     g.area(uint16(r[20]) | uint16(r[21])<<8),
		Feature:    feature(r[23]),
		Shared:     states,
		Note:       note,
	}
}

// standing looks up what only few entries have: the states that share the
// place, and the note.
func (g *Gazetteer) standing(id ID) (states, note string) {
	n := len(g.shared) / sharedSize
	i := sort.Search(n, func(i int) bool { return u32(g.shared, i*sharedSize) >= uint32(id) })
	if i == n || u32(g.shared, i*sharedSize) != uint32(id) {
		return "", ""
	}
	return g.name(u32(g.shared, i*sharedSize+4)), g.name(u32(g.shared, i*sharedSize+8))
}

// Class is the feature class of id, read without decoding the entry.
func (g *Gazetteer) Class(id ID) Class {
	if id < 0 || uint32(id) >= g.n {
		return City
	}
	return classOf(g.places[int(id)*placeSize+23])
}

// Seat is how high a seat of government the entry is: 2 a capital, 1 the
// seat of a first-level division, else 0.
func (g *Gazetteer) Seat(id ID) int {
	if id < 0 || uint32(id) >= g.n {
		return 0
	}
	switch feature(g.places[int(id)*placeSize+23]) {
	case "PPLC":
		return 2
	case "PPLA":
		return 1
	}
	return 0
}

// Point is where the entry lies, read without decoding it.
func (g *Gazetteer) Point(id ID) (lat, lon float32) {
	if id < 0 || uint32(id) >= g.n {
		return 0, 0
	}
	i := int(id) * placeSize
	return float32(int32(u32(g.places, i+8))) / 1e5, float32(int32(u32(g.places, i+12))) / 1e5
}

// CountryNo is the number of the entry's country in this file, 0 for none: a
// cheap thing to compare.
func (g *Gazetteer) CountryNo(id ID) uint8 {
	if id < 0 || uint32(id) >= g.n {
		return 0
	}
	return g.places[int(id)*placeSize+22]
}

// Admin1No is the number of the entry's first-level division, 0 for none.
func (g *Gazetteer) Admin1No(id ID) uint16 {
	if id < 0 || uint32(id) >= g.n {
		return 0
	}
	i := int(id)*placeSize + 20
	return uint16(g.places[i]) | uint16(g.places[i+1])<<8
}

// Population of the entry; 0 unknown.
func (g *Gazetteer) Population(id ID) uint32 {
	if id < 0 || uint32(id) >= g.n {
		return 0
	}
	return u32(g.places, int(id)*placeSize+16)
}

// CountryNoOf is the number of an ISO 3166 alpha-3 code, 0 when unknown.
func (g *Gazetteer) CountryNoOf(iso3 string) uint8 {
	if len(iso3) != 3 {
		return 0
	}
	for i := 4; i+4 <= len(g.states) && i < 4*256; i += 4 {
		if g.states[i:i+3] == iso3 {
			return uint8(i / 4)
		}
	}
	return 0
}

func (g *Gazetteer) iso3(no uint8) string {
	i := int(no) * 4
	if no == 0 || i+3 > len(g.states) {
		return ""
	}
	return g.states[i : i+3]
}

func (g *Gazetteer) area(no uint16) string {
	i := int(no) * areaSize
	if no == 0 || i+areaSize > len(g.areas) {
		return ""
	}
	return g.name(u32(g.areas, i))
}

// name reads a string of the pool, whose first byte is its length.
func (g *Gazetteer) name(off uint32) string {
	i := int64(off)
	if i >= int64(len(g.names)) {
		return ""
	}
	n := int64(g.names[i])
	if i+1+n > int64(len(g.names)) {
		return ""
	}
	return g.names[i+1 : i+1+n]
}

func u32(s string, i int) uint32 {
	_ = s[i+3]
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}
