package model

import (
	"encoding/binary"
	"fmt"
)

// Buckets hold four slots each and are searched whole, without branches: a
// mispredicted branch costs more than comparing four slots. A hash goes to one
// bucket; what does not fit there was left out when the file was built,
// lightest weights first.

const (
	dictBucket  = 32 // four slots of 8 bytes: payload, fingerprint
	denseBucket = 16 // four slots of 4 bytes: fingerprint, three weight codes
	lutSize     = 256 * 4
)

// A LUT turns a weight code into a weight. Codes are logarithmic, 127 steps
// each side of zero: linear steps of the same width lose accuracy.
type LUT [256]int32

// A Dict maps hashes to numbers above zero.
type Dict struct {
	slots []byte
	shift uint
}

// Dict opens the part of that name.
func (f *File) Dict(name string) (*Dict, error) {
	p, err := f.part(name, kindDict)
	if err != nil {
		return nil, err
	}
	slots, shift, err := buckets(p, dictBucket)
	if err != nil {
		return nil, err
	}
	return &Dict{slots, shift}, nil
}

// DictOrEmpty opens the part of that name, or an empty dict where the file has
// none.
func (f *File) DictOrEmpty(name string) (*Dict, error) {
	for _, p := range f.parts {
		if p.name == name {
			return f.Dict(name)
		}
	}
	return &Dict{slots: make([]byte, 2*dictBucket), shift: 63}, nil
}

// Get is the number stored for h, or 0.
func (d *Dict) Get(h uint64) uint32 {
	b := d.slots[(h>>(d.shift&63))*dictBucket:]
	_ = b[31]
	fp := uint32(h)
	return pick(binary.LittleEndian.Uint64(b), fp) |
		pick(binary.LittleEndian.Uint64(b[8:]), fp) |
		pick(binary.LittleEndian.Uint64(b[16:]), fp) |
		pick(binary.LittleEndian.Uint64(b[24:]), fp)
}

// pick is the slot's payload where its fingerprint is fp, else 0.
func pick(slot uint64, fp uint32) uint32 {
	x := uint64(uint32(slot>>32) ^ fp)
	return uint32(slot) & uint32(int64(x-1)>>63)
}

// A Sparse table gives each feature hash a short list of classes and weights.
type Sparse struct {
	index Dict
	posts []byte // lists: count, then count pairs of class and weight code
	lut   LUT
}

// One is what the largest weight of a table is read as: weights are relative to it.
const One = 1 << 22

// MaxClasses is one more than the largest class of a Sparse table.
const MaxClasses = 64

// Sparse opens the part of that name and checks that every list lies within it.
func (f *File) Sparse(name string) (*Sparse, error) {
	p, err := f.part(name, kindSparse)
	if err != nil {
		return nil, err
	}
	if len(p.data) < lutSize {
		return nil, fmt.Errorf("model part %q is too short for its table", name)
	}
	s := &Sparse{lut: readLUT(p.data)}
	p.data = p.data[lutSize:]
	if s.index.slots, s.index.shift, err = buckets(p, dictBucket); err != nil {
		return nil, err
	}
	s.posts = p.data[len(s.index.slots):]
	for i := 0; i < len(s.index.slots); i += 8 {
		off := uint64(binary.LittleEndian.Uint32(s.index.slots[i:]))
		if off == 0 {
			continue
		}
		if off >= uint64(len(s.posts)) || off+1+2*uint64(s.posts[off]) > uint64(len(s.posts)) {
			return nil, fmt.Errorf("model part %q points outside itself", name)
		}
	}
	return s, nil
}

func readLUT(b []byte) (t LUT) {
	for i := range t {
		t[i] = int32(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return t
}

// Add adds to scores the weights of the features whose hashes, xored with
// salt, are in the table. At most MaxFeatures are read.
func (s *Sparse) Add(scores *[MaxClasses]int32, features []uint64, salt uint64) {
	// The tables are larger than the caches. Buckets, then lists, are first
	// touched in loops so short that the waits for memory overlap; the loops
	// that compute would hold too few features in flight.
	features = features[:min(len(features), MaxFeatures)]
	var touched byte
	for _, h := range features {
		touched |= s.index.slots[((h^salt)>>(s.index.shift&63))*dictBucket]
	}
	var offs [MaxFeatures]uint32
	n := 0
	for _, h := range features {
		off := s.index.Get(h ^ salt)
		offs[n%MaxFeatures] = off
		n += int((uint64(off) + 0xffffffff) >> 32) // one more unless off is 0
	}
	for _, off := range offs[:n] {
		if int(off) < len(s.posts) {
			touched |= s.posts[off]
		}
	}
	// Never so, but the compiler cannot know and must keep the touching.
	if touched == 0 && n > 0 && s.lut[1] == 0 {
		return
	}
	for _, off := range offs[:n] {
		// A bucket that repeats a fingerprint can make offsets that were
		// not checked on opening; Builder writes none.
		if int(off) >= len(s.posts) {
			continue
		}
		l := s.posts[off:]
		n := 1 + 2*int(l[0])
		if n > len(l) {
			continue
		}
		l = l[1:n]
		for ; len(l) >= 8; l = l[8:] { // four pairs at one reading
			v := binary.LittleEndian.Uint64(l)
			scores[v%MaxClasses] += s.lut[byte(v>>8)]
			scores[v>>16%MaxClasses] += s.lut[byte(v>>24)]
			scores[v>>32%MaxClasses] += s.lut[byte(v>>40)]
			scores[v>>48%MaxClasses] += s.lut[byte(v>>56)]
		}
		for ; len(l) >= 2; l = l[2:] {
			scores[l[0]%MaxClasses] += s.lut[l[1]]
		}
	}
}

// MaxFeatures is the largest number of features of one score.
const MaxFeatures = 128

// A Dense table gives each feature hash three weights.
type Dense struct {
	slots []byte
	shift uint
	lut   LUT
}

// Dense opens the part of that name.
func (f *File) Dense(name string) (*Dense, error) {
	p, err := f.part(name, kindDense)
	if err != nil {
		return nil, err
	}
	if len(p.data) < lutSize {
		return nil, fmt.Errorf("model part %q is too short for its table", name)
	}
	d := &Dense{lut: readLUT(p.data)}
	p.data = p.data[lutSize:]
	if d.slots, d.shift, err = buckets(p, denseBucket); err != nil {
		return nil, err
	}
	return d, nil
}

// Score sums the three weights of at most MaxFeatures features.
func (d *Dense) Score(features []uint64) (a, b, c int32) {
	// Buckets are touched first, in a loop so short that the waits for memory
	// overlap.
	features = features[:min(len(features), MaxFeatures)]
	shift := d.shift & 63
	var touched byte
	for _, h := range features {
		touched |= d.slots[(h>>shift)*denseBucket]
	}
	if touched == 0 && d.lut[1] == 0 { // never so, but the compiler must keep the touching
		return
	}
	for _, h := range features {
		s := d.slots[(h>>shift)*denseBucket:]
		_ = s[15]
		v, w := binary.LittleEndian.Uint64(s), binary.LittleEndian.Uint64(s[8:])
		fp := mark(h)
		e := pickByte(uint32(v), fp) | pickByte(uint32(v>>32), fp) |
			pickByte(uint32(w), fp) | pickByte(uint32(w>>32), fp)
		a += d.lut[byte(e>>8)]
		b += d.lut[byte(e>>16)]
		c += d.lut[byte(e>>24)]
	}
	return a, b, c
}

// mark is the fingerprint of h in a Dense table; 0 marks an empty slot.
func mark(h uint64) uint32 {
	fp := uint32(h) & 0xff
	return fp + (fp-1)>>31 // 0 becomes 1
}

// pickByte is the slot where its lowest byte is fp, else 0.
func pickByte(slot, fp uint32) uint32 {
	x := slot&0xff ^ fp
	return slot & uint32(int32(x-1)>>31)
}
