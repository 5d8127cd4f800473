package gazetteer

import "unicode/utf8"

// A Key is the running hash of a place name as it is spelled in a text or in
// a table. Names that differ only in case, accents, hyphens, full stops or
// apostrophes have the same Key, so "São Tomé", "Sao Tome" and "SAO-TOME" meet.
// It grows one piece at a time, which lets a reader try every length of a
// name in one pass and without a copy.
type Key struct {
	h   uint64
	gap bool // a space is owed before the next letter
}

const (
	fnvBasis = 14695981039346656037
	fnvPrime = 1099511628211
)

// KeyOf is the Key of one whole name.
func KeyOf(name string) Key {
	var k Key
	k.Add(name)
	k.gap = false
	return k
}

// Empty reports whether no letter or digit was added yet.
func (k Key) Empty() bool { return k.h == 0 }

// Add extends k by the next bytes of the name.
func (k *Key) Add(s string) {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
				k.put(c)
			case 'A' <= c && c <= 'Z':
				k.put(c + 'a' - 'A')
			case c == '.' || c == '\'' || c == '`':
				// "St. John's" and "St Johns" are one name.
			default:
				k.gap = true
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		k.putRune(r)
	}
}

func (k *Key) putRune(r rune) {
	switch {
	case 0xC0 <= r && r < 0x250:
		if c := foldLatin[r-0xC0]; c != '?' {
			k.put(c)
			return
		}
	case 0x1E00 <= r && r < 0x1F00:
		if c := foldMore[r-0x1E00]; c != '?' {
			k.put(c)
			return
		}
	case r == 0xAD, r == 0x2018, r == 0x2019, r == 0x02BB, r == 0x02BC, r == 0x02BE, r == 0x02BF,
		r == 0x200B, r == 0x200D, r == 0xFEFF, 0x300 <= r && r <= 0x36F:
		return // soft hyphens, apostrophes, joiners and loose accents are not spelling
	case r == 0xA0, r == 0xB7, 0x2000 <= r && r <= 0x206F:
		k.gap = true
		return
	}
	var b [utf8.UTFMax]byte
	n := utf8.EncodeRune(b[:], r)
	for _, c := range b[:n] {
		k.put(c)
	}
}

func (k *Key) put(c byte) {
	if k.h == 0 {
		k.h = fnvBasis
		k.gap = false
	}
	if k.gap {
		k.h = (k.h ^ ' ') * fnvPrime
		k.gap = false
	}
	k.h = (k.h ^ uint64(c)) * fnvPrime
}

// Split is the bucket and the remainder under which the name is stored. The
// last mixing step spreads the weak low bits of FNV.
func (k Key) Split() (bucket uint32, rest uint32) {
	h := k.h
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	h ^= h >> 32
	return uint32(h >> 48), uint32(h >> 16)
}

// foldLatin gives the plain letter of U+00C0 to U+024F, foldMore that of
// U+1E00 to U+1EFF; '?' stands for itself.
const (
	foldLatin = "aaaaaaaceeeeiiiidnooooo?ouuuuytsaaaaaaaceeeeiiiidnooooo?ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkkllllll??llnnnnnn?nnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs?b???????dd????a??f?????????????oo?????????????uu????????????????????????????aaiioouuuuuuuuuu?aaaa????ggkkoooo??j???gg??nnaa????aaaaeeeeiiiioooorrrruuuusstt??hh??????aaeeooooooooyy????????????????????????????"
	foldMore  = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy??????aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy??????"
)
