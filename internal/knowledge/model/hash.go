package model

import "math/bits"

// The hashes under which features and words stand in the tables. Every room
// that makes features takes them from here: a table made with one hash cannot
// be read with another.
const (
	k1 = 0x9e3779b97f4a7c15
	k2 = 0xc2b2ae3d27d4eb4f
	k3 = 0x165667b19e3779f9
	k4 = 0xd6e8feb86659fd93
)

// Hash is the hash of a word, the key of dictionaries.
func Hash(s string) uint64 {
	h := uint64(len(s))*k1 + k3
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * k4
		h ^= h >> 29
	}
	return Finish(h)
}

// HashDigits is a hash in which all digits are alike, so that figures share
// weights. It is another hash than Hash also where there are none.
func HashDigits(s string) uint64 {
	h := uint64(len(s))*k1 + k2
	for i := range len(s) {
		c := s[i]
		if c-'0' < 10 {
			c = '0'
		}
		h = (h ^ uint64(c)) * k4
		h ^= h >> 29
	}
	return Finish(h)
}

// Finish spreads what was summed up in h over all its bits.
func Finish(h uint64) uint64 {
	h ^= h >> 32
	h *= k4
	return h ^ h>>29
}

// Step takes one more value into a hash that is to be finished.
func Step(h, v uint64) uint64 {
	h = (h ^ v) * k4
	return h ^ h>>29
}

// Start is a value to begin a hash of steps with.
const Start = uint64(k2)

// Mix1 is the feature of template t with one value.
func Mix1(t, a uint64) uint64 { return Finish(a*k1 + t*k3) }

// Mix2 is the feature of template t with two values.
func Mix2(t, a, b uint64) uint64 {
	return Finish((a*k1 ^ bits.RotateLeft64(b*k2, 31)) + t*k3)
}

// Mix3 is the feature of template t with three values.
func Mix3(t, a, b, c uint64) uint64 {
	return Finish((a*k1 ^ bits.RotateLeft64(b*k2, 31) ^ bits.RotateLeft64(c*k4, 17)) + t*k3)
}

// Path hashes the way through a tree from node a to node b: relations up from a,
// then down to b, with what joins them left out. Ways of more than five steps are
// cut. up gives the head of a node, below 0 for the root, and its relation.
func Path(a, b int, up func(node int) (head int, rel uint64)) uint64 {
	const most = 5
	h := uint64(7)
	for climbed := range most {
		down := uint64(0)
		for c, steps := b, 0; c >= 0 && steps < most; steps++ {
			if c == a { // a stands above b
				return Mix3(20, h, down, uint64(climbed))
			}
			head, rel := up(c)
			down = Mix2(21, down, rel)
			c = head
		}
		head, rel := up(a)
		h = Mix2(22, h, rel)
		if a = head; a < 0 {
			return Mix1(23, h)
		}
	}
	return Mix1(24, h)
}
