package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/text"
)

// How a body becomes sentences.
//
// Zones that are not running prose are cut out. What is left is read line by
// line. Blank lines part paragraphs, and no sentence crosses one. A single
// newline within a paragraph is a soft wrap when the text is hard-wrapped (at
// most wrapWidth bytes a line, and most lines so full that the next word would
// not have fitted), when the next line goes on in lower case, or when the line
// breaks off at a comma, a hyphen or a function word. Every other newline ends
// a sentence: one-sentence-a-line files, headings and list items. Where lines
// hold several sentences each and are not wrapped, each line is a paragraph.
// The runs that remain are tokenised and then cut at final punctuation.
const (
	wrapWidth   = 120 // longer lines are never hard wraps
	shortLine   = 45  // shorter lines are headings, not wraps
	maxSentence = 400 // tokens; longer sentences are cut at a semicolon, a comma, or here
)

// A page is the working state of one segment call.
type page struct {
	*segmenter
	doc   *text.Document
	body  string
	lower string // body with A-Z lowered, same offsets
	lines []line // of the current paragraph
	para  int32
}

// A line is a range of the body without its line end and outer white space.
type line struct{ start, end int32 }

// segment fills doc.Sentences and doc.Tokens from the prose of doc.Body. Token
// forms alias the body wherever they read the same.
func (s *segmenter) segment(doc *text.Document) {
	words := len(doc.Body)/5 + 8 // about the share in news
	p := &page{segmenter: s, doc: doc, body: doc.Body, lower: lowerASCII(doc.Body)}
	if cap(doc.Tokens) < words {
		doc.Tokens = make([]text.Token, 0, words)
	}
	doc.Tokens, doc.Sentences = doc.Tokens[:0], doc.Sentences[:0]
	at := 0
	for _, z := range doc.Zones {
		if z.Kind == text.ZoneBody {
			continue
		}
		from, to := clamp(int(z.Start), at, len(p.body)), clamp(int(z.End), at, len(p.body))
		p.region(at, from)
		at = max(from, to)
	}
	p.region(at, len(p.body))
}

func clamp(x, lo, hi int) int { return max(lo, min(x, hi)) }

// lowerASCII is s with A-Z lowered and everything else as it is, so that
// offsets stay; s itself where nothing changes.
func lowerASCII(s string) string {
	i := 0
	for i < len(s) && (s[i] < 'A' || s[i] > 'Z') {
		i++
	}
	if i == len(s) {
		return s
	}
	var sb strings.Builder
	sb.Grow(len(s))
	var buf [4096]byte
	for i := 0; i < len(s); {
		n := copy(buf[:], s[i:])
		for j, c := range buf[:n] {
			if c >= 'A' && c <= 'Z' {
				buf[j] = c + 'a' - 'A'
			}
		}
		sb.Write(buf[:n])
		i += n
	}
	return sb.String()
}

// region reads body[a:b], which no excluded zone interrupts.
func (p *page) region(a, b int) {
	p.lines = p.lines[:0]
	for a < b {
		end := a
		for end < b && p.body[end] != '\n' && p.body[end] != '\r' && p.body[end] != '\f' {
			end++
		}
		from, to := a, end
		for from < to {
			n := spaceAt(p.body, from)
			if n == 0 {
				break
			}
			from += n
		}
		for to > from && isASCIISpace(p.body[to-1]) {
			to--
		}
		if from == to {
			p.block()
		} else {
			p.lines = append(p.lines, line{int32(from), int32(to)})
		}
		a = end + 1
		if end < b && p.body[end] == '\f' {
			p.block()
		}
		if end < b && p.body[end] == '\r' && a < b && p.body[a] == '\n' {
			a++
		}
	}
	p.block()
}

// block cuts the collected lines, one paragraph, into runs at hard line ends.
func (p *page) block() {
	if len(p.lines) == 0 {
		return
	}
	lines := p.lines
	wrapped, width := p.wrapped()
	first := int32(len(p.doc.Sentences))
	many := false // a line that is a run of its own holds several sentences
	start := 0
	var starts []int32 // first sentence of each run
	for i := range lines {
		if i+1 < len(lines) && p.soft(i, wrapped, width) {
			continue
		}
		before := int32(len(p.doc.Sentences))
		p.run(int(lines[start].start), int(lines[i].end))
		if len(lines) > 1 {
			starts = append(starts, before)
		}
		many = many || int32(len(p.doc.Sentences))-before > 1
		start = i + 1
	}
	if int32(len(p.doc.Sentences)) > first {
		p.para++
	}
	if many && !wrapped && len(starts) > 1 {
		p.para--
		next := 0
		for k := first; k < int32(len(p.doc.Sentences)); k++ {
			for next < len(starts) && starts[next] <= k {
				if k > first {
					p.para++
				}
				next++
				for next < len(starts) && starts[next] == starts[next-1] {
					next++
				}
			}
			p.doc.Sentences[k].Paragraph = p.para
		}
		p.para++
	}
	p.lines = p.lines[:0]
}

// wrapped reports whether the paragraph looks hard-wrapped, and its width.
func (p *page) wrapped() (bool, int32) {
	var width int32
	for _, l := range p.lines {
		width = max(width, l.end-l.start)
	}
	if width > wrapWidth || len(p.lines) < 2 {
		return false, width
	}
	full := 0
	for i := range p.lines[:len(p.lines)-1] {
		if p.full(i, width) {
			full++
		}
	}
	return 2*full >= len(p.lines)-1, width
}

// full reports whether the next line's first word would not have fitted at the
// end of line i.
func (p *page) full(i int, width int32) bool {
	l, n := p.lines[i], p.lines[i+1]
	word := n.start
	for word < n.end && !isASCIISpace(p.body[word]) && word-n.start <= wrapWidth {
		word++
	}
	return l.end-l.start >= shortLine && l.end-l.start+1+word-n.start > width
}

// soft reports whether the sentence may go on from line i to the next one.
func (p *page) soft(i int, wrapped bool, width int32) bool {
	l, n := p.lines[i], p.lines[i+1]
	if p.listItem(n) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(p.body[n.start:n.end])
	if unicode.IsLower(r) || strings.ContainsRune(",;)]%", r) {
		return true
	}
	switch c := p.body[l.end-1]; {
	case c == ',' || c == '-' || c == '(' || c == '&':
		return true
	case c >= 'a' && c <= 'z':
		from := l.end
		for from > l.start && l.end-from < 12 && p.body[from-1] >= 'a' && p.body[from-1] <= 'z' {
			from--
		}
		switch p.body[from:l.end] {
		case "the", "a", "an", "of", "and", "or", "to", "with", "for", "from", "by", "in", "at", "on", "that", "his", "their", "its":
			return true
		}
	}
	return wrapped && p.full(i, width)
}

// listItem reports whether the line starts with a bullet or a number.
func (p *page) listItem(l line) bool {
	s := p.body[l.start:l.end]
	r, n := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("•‣◦▪■●·*–—-o→►✓", r) && n < len(s) && spaceAt(s, n) > 0 {
		return r != 'o' || n == 1 && len(s) > 2
	}
	i := 0
	if s[0] == '(' {
		i = 1
	}
	d := i
	for d < len(s) && d-i < 3 && (s[d] >= '0' && s[d] <= '9') {
		d++
	}
	if d == i && d < len(s) && (s[d]|0x20 >= 'a' && s[d]|0x20 <= 'z') {
		d++
		if i == 0 && d < len(s) && s[d] == '.' {
			return false // "A. Smith" is a name
		}
	}
	return d > i && d+1 < len(s) && (s[d] == ')' || s[d] == '.' && i == 0) && s[d+1] == ' '
}

// run tokenises body[a:b] and cuts the tokens into sentences.
func (p *page) run(a, b int) {
	first := len(p.doc.Tokens)
	p.tokenise(a, b)
	toks := p.doc.Tokens
	start, quotes := first, 0
	for t := first; t < len(toks); t++ {
		f := toks[t].Form
		if f == `"` {
			quotes++
		}
		last := f[len(f)-1]
		if last != '.' && last != '?' && last != '!' && f != "…" && f != "。" {
			continue
		}
		next, quoted := p.closers(t+1, quotes)
		if next >= len(toks) || !p.ends(t, next, quoted, first) {
			continue
		}
		p.sentence(start, next)
		start, quotes = next, 0
		t = next - 1
	}
	p.sentence(start, len(toks))
}

// closers skips the closing quotes, brackets and footnote marks that belong to
// a sentence that ends before token t.
func (p *page) closers(t, quotes int) (next int, quoted bool) {
	toks := p.doc.Tokens
	for t < len(toks) {
		touches := toks[t].Start == toks[t-1].End
		switch f := toks[t].Form; f {
		case ")", "]", "}", "»":
			if !touches {
				return t, quoted
			}
		case `"`, "'", "''":
			// A straight quote closes when it touches what is before it and not what
			// is after it; where text is spaced out, when one is open.
			after := t+1 < len(toks) && toks[t+1].Start == toks[t].End && startsWord(toks[t+1].Form)
			raw := p.body[toks[t].Start:toks[t].End]
			if raw == "“" || raw == "‘" || raw == "``" || raw == "„" || after || !touches && (f != `"` || quotes%2 == 0) {
				return t, quoted
			}
			quoted = true
			if f == `"` {
				quotes++
			}
		case "[":
			if t+2 >= len(toks) || toks[t+2].Form != "]" || !allDigits(toks[t+1].Form) {
				return t, quoted
			}
			t += 2
		default:
			if p.words[f]&isSmiley == 0 {
				return t, quoted
			}
		}
		t++
	}
	return t, quoted
}

// ends reports whether the final punctuation or abbreviation at token t ends
// its sentence, when token next is the first after its closing quotes.
func (p *page) ends(t, next int, quoted bool, first int) bool {
	toks := p.doc.Tokens
	tok, n := &toks[t], &toks[next]
	f := tok.Form
	r, _ := utf8.DecodeRuneInString(n.Form)
	touches := n.Start == toks[next-1].End
	lower := unicode.IsLower(r)
	if c := f[0]; c == '.' || c == '?' || c == '!' || f == "…" || f == "。" {
		if touches && f != "。" {
			return unicode.IsUpper(r) && f == "." && t > first && len(toks[t-1].Form) > 1
		}
		switch n.Form {
		case ",", ";", ":", ")", "]", "-", "--", "–", "—", "%":
			return false
		}
		if lower {
			if c == '.' && len(f) == 1 {
				// A writer without capitals; the word before must be one that is no abbreviation.
				return !quoted && t > first && len(toks[t-1].Form) > 4 && unicode.IsLower(rune(toks[t-1].Form[0])) && p.words[n.Lower]&isStarter != 0
			}
			return !quoted && (c == '?' || c == '!') && len(f) == 1 && p.words[n.Lower]&isStarter != 0 && n.Lower != "and" && n.Lower != "or"
		}
		if quoted && (c == '?' || c == '!') {
			for k := next; k < min(next+4, len(toks)); k++ {
				if p.words[toks[k].Lower]&isSay != 0 {
					return false
				}
				if toks[k].Form[0] < 'A' {
					break
				}
			}
		}
		return true
	}
	// An abbreviation that carries its period.
	if touches || lower || t == first && allDigits(f[:len(f)-1]) {
		return false
	}
	kind := p.words[f]
	if kind == 0 && len(f) > 2 && upper(f[1]) {
		kind = p.words[f[:1]+tok.Lower[1:]]
	}
	if kind&(isTitle|isMiddle|isNumberAbbrev) != 0 || len(f) == 2 {
		return false
	}
	k := next
	if n.Form == `"` || n.Form == "(" || n.Form == "'" {
		if k++; k == len(toks) {
			return false
		}
		r, _ = utf8.DecodeRuneInString(toks[k].Form)
	}
	return unicode.IsUpper(r) && p.words[toks[k].Lower]&isStarter != 0
}

// sentence makes tokens [a,b) a sentence, or several where it is too long.
func (p *page) sentence(a, b int) {
	for b-a > maxSentence {
		cut := a + maxSentence
		for _, want := range [...]string{";", ","} {
			k := a + maxSentence
			for k > a+maxSentence/2 && p.doc.Tokens[k-1].Form != want {
				k--
			}
			if k > a+maxSentence/2 {
				cut = k
				break
			}
		}
		p.addSentence(a, cut)
		a = cut
	}
	if a < b {
		p.addSentence(a, b)
	}
}

func (p *page) addSentence(a, b int) {
	toks := p.doc.Tokens
	p.doc.Sentences = append(p.doc.Sentences, text.Sentence{
		Span:  text.Span{Start: toks[a].Start, End: toks[b-1].End},
		First: int32(a), Last: int32(b), Root: -1, Paragraph: p.para,
	})
}
