package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/text"
)

// How a run becomes tokens.
//
// The policy is that of the treebanks the parser is trained on (EWT and GUM
// agree but for speech): clitics are tokens, "cannot" is two, hyphenated words
// are split at the hyphen unless the first part is a bound prefix ("non-",
// "anti-", "mid-"), telephone numbers and ISO dates stay whole, ranges are
// split, units leave the number they touch, abbreviations keep their period
// also at the end of a sentence, runs of one mark are one token.
//
// White space parts chunks; each chunk is read once from left to right, and
// every look ahead is bounded by the chunk or by a constant, so the time is
// linear.

const maxURL = 2048 // longer chunks are not looked at as addresses

// tokenise appends the tokens of body[a:b].
func (p *page) tokenise(a, b int) {
	s := p.body
	run := len(p.doc.Tokens)
	for a < b {
		// Fast path: a word of ASCII letters up to a space.
		i := a
		for i < b && class[s[i]] == letter {
			i++
		}
		if i > a && (i == b || s[i] == ' ') {
			p.word(a, i)
			a = i + 1
			continue
		}
		if n := spaceAt(s[:b], a); n > 0 {
			a += n
			continue
		}
		for i < b {
			c := class[s[i]]
			if c == space {
				break
			}
			if c == high {
				if n := spaceAt(s[:b], i); n > 0 {
					if !groupSpace(s, i, n, b) {
						break
					}
					i += n
					continue
				}
			}
			i++
		}
		p.chunk(a, i, b, run)
		a = i
	}
}

// groupSpace reports whether the non-breaking or thin space at i parts groups
// of digits of one number: "10 000".
func groupSpace(s string, i, n, b int) bool {
	if i == 0 || class[s[i-1]] != digit || i+n+3 > b {
		return false
	}
	for k := i + n; k < i+n+3; k++ {
		if class[s[k]] != digit {
			return false
		}
	}
	return i+n+3 == b || class[s[i+n+3]] != digit
}

// chunk appends the tokens of body[a:b], which holds no white space; the run
// goes on to end.
func (p *page) chunk(a, b, end, run int) {
	s := p.body
	urlish := false
	if b-a <= maxURL {
		c := s[a:b]
		urlish = strings.Contains(c, "://") || strings.IndexByte(c, '@') >= 0 || strings.IndexByte(c, '.') >= 0
	}
	if b-a <= 3 && p.words[s[a:b]]&isSmiley != 0 {
		p.emit(a, b)
		return
	}
	fresh := true // nothing but openers so far
	for i := a; i < b; {
		if urlish && fresh {
			if j := p.address(i, b); j > i {
				p.emit(i, j)
				i, fresh = j, false
				continue
			}
		}
		j := p.next(a, i, b, end, run)
		fresh = fresh && j == i+1 && strings.IndexByte(`(<["'`, s[i]) >= 0
		i = j
	}
}

// next appends the token at i (with a clitic, two) and returns where it ends.
func (p *page) next(a, i, b, end, run int) int {
	s := p.body
	c := s[i]
	switch class[c] {
	case letter, digit:
		return p.scanWord(i, b, end, run)
	case high:
		r, n := utf8.DecodeRuneInString(s[i:b])
		switch {
		case ignorable(r):
			return i + n
		case r == '’' || r == 'ʼ' || r == '‘':
			if j := p.apostropheStart(a, i, i+n, b); j > i {
				return j
			}
			if i+2*n <= b && r == '’' && s[i+n:i+2*n] == s[i:i+n] {
				n *= 2 // two closing singles used as a double quote
			}
		case wordRune(r):
			return p.scanWord(i, b, end, run)
		}
		p.emit(i, i+n)
		return i + n
	}
	j := i + 1
	switch c {
	case '\'':
		if k := p.apostropheStart(a, i, j, b); k > i {
			return k
		}
		if j < b && s[j] == '\'' {
			j++
		}
	case '.':
		if j < b && class[s[j]] == digit && i == a {
			return p.scanWord(i, b, end, run)
		}
		for j < b && s[j] == '.' {
			j++
		}
	case '!', '?':
		for j < b && (s[j] == '!' || s[j] == '?') {
			j++
		}
	case '#', '@':
		if j < b && class[s[j]] == letter {
			return p.scanWord(j, b, end, run, i)
		}
		for j < b && s[j] == c {
			j++
		}
	case '+':
		if j < b && class[s[j]] == digit && i == a {
			return p.scanWord(j, b, end, run, i)
		}
		for j < b && s[j] == c {
			j++
		}
	case '-', '=', '*', '_', '~', '|', '<', '>', '^', '`', '\\', '/':
		for j < b && s[j] == c {
			j++
		}
	}
	p.emit(i, j)
	return j
}

// apostropheStart handles an apostrophe [i,j) that starts a token: a clitic
// after a token that touches it ("U.S.'s") or in spaced-out text, a short year
// ("'90s") or a clipped word ("'em"). It returns i where it is a quote.
func (p *page) apostropheStart(a, i, j, b int) int {
	k := j
	for k < b && k-j < 8 && (class[p.body[k]] == letter || class[p.body[k]] == digit) {
		k++
	}
	if k < b && (class[p.body[k]] == letter || class[p.body[k]] == digit) || k == j {
		return i
	}
	w := p.lower[j:k]
	touches := i > a && !opener(p.body[i-1])
	switch {
	case isClitic(w) && (touches || i == a && k == b):
	case touches:
		return i
	case len(w) >= 2 && len(w) <= 3 && class[w[0]] == digit && class[w[1]] == digit && (len(w) == 2 || w[2] == 's'):
	case len(w) <= 6 && p.words["'"+w]&isKeep != 0:
	default:
		return i
	}
	p.emit(i, k)
	return k
}

func opener(c byte) bool { return c == '(' || c == '[' || c == '"' || c == '-' || c == '/' }

func isClitic(w string) bool {
	switch w {
	case "s", "m", "d", "re", "ve", "ll":
		return true
	}
	return false
}

// address returns the end of the web or mail address at i, or i.
func (p *page) address(i, b int) int {
	s := p.lower
	if c := class[s[i]]; c != letter && c != digit {
		return i
	}
	j := b
	for j > i && strings.IndexByte(`.,;:!?)]>"'*`, s[j-1]) >= 0 {
		j--
	}
	for _, q := range [...]string{"”", "’", "»"} {
		for strings.HasSuffix(s[i:j], q) {
			j -= len(q)
			for j > i && strings.IndexByte(`.,;:!?)`, s[j-1]) >= 0 {
				j--
			}
		}
	}
	w := s[i:j]
	if k := strings.Index(w, "://"); k >= 2 && k <= 10 {
		return j
	}
	if strings.HasPrefix(w, "www.") && len(w) > 6 {
		return j
	}
	if k := strings.IndexByte(w, '@'); k > 0 && k+3 < len(w) && strings.IndexByte(w[k:], '.') > 1 && strings.IndexAny(w, "()<>\"/:,") < 0 {
		return j
	}
	// A bare domain: labels of letters, digits and hyphens, a known ending, a path.
	host := w
	if k := strings.IndexByte(w, '/'); k >= 0 {
		host = w[:k]
	}
	dot := strings.LastIndexByte(host, '.')
	if dot < 2 || p.words[host[dot+1:]]&isTLD == 0 || len(w) == len(host) && p.body[i+dot+1] != s[i+dot+1] {
		return i
	}
	for k := 0; k < len(host); k++ {
		if c := class[host[k]]; c != letter && c != digit && host[k] != '-' && host[k] != '.' {
			return i
		}
	}
	return i + len(w)
}

// scanWord reads a word or number at i and appends it, with its clitic. A
// prefix such as "#" that belongs to it starts at from.
func (p *page) scanWord(i, b, end, run int, from ...int) int {
	s := p.body
	start := i
	if len(from) > 0 {
		start = from[0]
	}
	if s[i] == '.' {
		i++
	}
	j := i
	piece := i       // start of the current piece between periods
	hyphens := 0     // hyphens that were kept
	acronym := false // single letters joined by periods
scan:
	for j < b {
		c := s[j]
		switch class[c] {
		case letter, digit:
			j++
			continue
		case high:
			r, n := utf8.DecodeRuneInString(s[j:b])
			switch {
			case r == '’' || r == 'ʼ':
				next, done := p.apostrophe(start, i, j, n, b)
				if done {
					return next
				}
				if next == j {
					break scan
				}
				j = next
				continue
			case r == 0x2010 || r == 0x2011:
				next := p.hyphen(i, j, n, b, hyphens)
				if next == j {
					break scan
				}
				j, hyphens = next, hyphens+1
				continue
			case ignorable(r) || wordRune(r) || spaceAt(s[j:b], 0) > 0:
				j += n
				continue
			}
			break scan
		}
		var prev, next class8
		if j > i {
			prev = class[s[j-1]]
		}
		if j+1 < b {
			next = class[s[j+1]]
		}
		switch c {
		case '_':
			j++
			continue
		case '.':
			if prev == digit && next == digit {
				j += 2
				continue
			}
			if prev == letter && next == letter && p.joinPeriod(piece, j, b) {
				acronym = acronym || j-piece == 1
				j++
				piece = j
				continue
			}
		case ',':
			if prev == digit && next == digit && groupComma(s, j, b) {
				j += 2
				continue
			}
		case ':', '/':
			if prev == digit && next == digit {
				j += 2
				continue
			}
		case '-':
			if k := p.hyphen(i, j, 1, b, hyphens); k > j {
				j, hyphens = k, hyphens+1
				continue
			}
		case '\'', '`':
			next, done := p.apostrophe(start, i, j, 1, b)
			if done {
				return next
			}
			if next > j {
				j = next
				continue
			}
		case '&':
			if prev == letter && next == letter && j-i <= 3 && upper(s[j-1]) && upper(s[j+1]) {
				j += 2
				continue
			}
		case '@':
			if next == letter || next == digit {
				j += 2
				continue
			}
		case '$':
			if j-i <= 3 && upper(s[i]) && upper(s[j-1]) {
				j++
			}
		}
		break
	}
	if j == i {
		j++
	}
	if j < b && s[j] == '.' && (j+1 == b || s[j+1] != '.') && p.keepPeriod(start, i, j, b, end, run, acronym) {
		j++
	} else if k := p.unit(i, j); k > i {
		p.emit(start, k)
		p.emit(k, j)
		return j
	}
	p.word(start, j)
	return j
}

// joinPeriod reports whether the period at j, between letters, is inside a
// word: "U.S", "Ph.D", "file.txt", but not "end.Next".
func (p *page) joinPeriod(piece, j, b int) bool {
	s := p.body
	if j-piece <= 1 {
		return true
	}
	if upper(s[j+1]) {
		return j-piece == 2 && upper(s[piece])
	}
	k := j + 1
	for k < b && k-j <= 6 && class[s[k]] == letter {
		k++
	}
	return k-j <= 5 || p.words[p.lower[j+1:k]]&isTLD != 0
}

// groupComma reports whether the comma at j parts groups of digits, by three
// or, as in India, by two.
func groupComma(s string, j, b int) bool {
	k := j + 1
	for k < b && class[s[k]] == digit && k-j <= 4 {
		k++
	}
	return k-j == 4 || k-j == 3 && k < b && s[k] == ','
}

// hyphen returns where to go on scanning when the n bytes of hyphen at j stay
// inside the word that started at i, else j.
func (p *page) hyphen(i, j, n, b, kept int) int {
	s := p.body
	if j == i || j+n >= b || kept > 0 && class[s[j-1]] != digit {
		return j
	}
	k := j + n
	digits := true
	for k < b && k-j < 64 {
		if class[s[k]] == letter || s[k] >= 0x80 {
			digits = false
		} else if class[s[k]] != digit {
			break
		}
		k++
	}
	if k == j+n {
		return j
	}
	left := s[i:j]
	if class[left[0]] == digit {
		if !digits || !allDigitsOrHyphens(left) {
			return j
		}
		// Telephone number, or at least three groups: a date, an account number.
		third := k+1 < b && s[k] == '-' && class[s[k+1]] == digit
		if kept > 0 || third || len(left) == 3 && k-j-n == 4 {
			return k
		}
		return j
	}
	if len(left) > 8 || p.words[p.lower[i:j]]&isPrefix == 0 {
		return j
	}
	if len(left) > 1 && upper(left[1]) && !upper(s[j+n]) {
		return j // "RE-think" is no prefix, nor is the name in "EX-led"
	}
	switch p.lower[j+n : k] {
	case "to", "the", "and", "or", "of", "in", "a":
		return j
	}
	return j + n
}

// apostrophe reads the apostrophe of n bytes at j inside the word [i,j). It
// either appends word and clitic and is done, or returns where to go on; j
// when the apostrophe is no part of the word.
func (p *page) apostrophe(start, i, j, n, b int) (int, bool) {
	s := p.body
	k := j + n
	for k < b && k-j-n < 3 && class[s[k]] == letter {
		k++
	}
	if j == i || k == j+n {
		if j > i && k < b && class[s[k]] == digit {
			return k, false
		}
		if k < b && s[k] >= 0x80 {
			if r, _ := utf8.DecodeRuneInString(s[k:b]); unicode.IsLetter(r) {
				return k, false
			}
		}
		return j, false
	}
	ends := k == b || class[s[k]] != letter && class[s[k]] != digit && s[k] != '_' && s[k] < 0x80
	if !ends && s[k] >= 0x80 {
		r, _ := utf8.DecodeRuneInString(s[k:b])
		ends = !wordRune(r)
	}
	right := p.lower[j+n : k]
	switch {
	case !ends:
	case isClitic(right):
		if allDigits(s[i:j]) {
			return k, false // "1990's"
		}
		p.word(start, j)
		p.emit(j, k)
		return k, true
	case right == "t" && p.lower[j-1] == 'n' && j-i > 1:
		p.emit(start, j-1)
		p.emit(j-1, k)
		return k, true
	}
	return k, false
}

// unit returns where the letters of a unit start that touches the number at
// i ("10am", "$9bn"), else i.
func (p *page) unit(i, j int) int {
	s := p.body
	if class[s[i]] != digit || class[s[j-1]] == digit {
		return i
	}
	k := i
	for k < j && (class[s[k]] == digit || s[k] == '.' || s[k] == ',' || s[k] == ':') {
		k++
	}
	if k < j && j-k <= 5 && p.words[s[k:j]]&isUnit != 0 {
		return k
	}
	return i
}

// word appends body[a:b], or its parts where the table splits it.
func (p *page) word(a, b int) {
	if n := b - a; n <= 6 && n > 1 {
		if parts := p.splits[p.lower[a:b]]; parts != nil && !(n <= 3 && upper(p.body[a+1])) {
			for _, q := range parts {
				p.emit(a, a+len(q))
				a += len(q)
			}
			return
		}
	}
	p.emit(a, b)
}

// emit appends the token body[a:b], normalising its form where it must.
func (p *page) emit(a, b int) {
	form, lower := p.body[a:b], p.lower[a:b]
	for i := 0; i < len(form); i++ {
		if form[i] >= 0x80 {
			form = normalise(form)
			if form == "" {
				return
			}
			lower = strings.ToLower(form)
			break
		}
	}
	if form == "``" || form == "''" {
		form, lower = `"`, `"`
	}
	p.doc.Tokens = append(p.doc.Tokens, text.Token{
		Span: text.Span{Start: int32(a), End: int32(b)},
		Form: form, Lower: lower, Head: -1,
	})
}
