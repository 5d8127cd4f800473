package actor

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/knowledge/gazetteer"
	"entente/internal/record"
	"entente/internal/text"
)

// Phrase resolves one noun phrase without a parse: a field of a form, a line of
// a list. date is the day that offices are asked for. The result has Country
// "" and Kind Unknown when the phrase names nobody known.
func (r *Resolver) Phrase(phrase string, date text.Date) record.Actor {
	a, _ := r.PhraseMembers(phrase, date)
	return a
}

// PhraseMembers is Phrase, and for a phrase that stands for several actors
// ("the two Koreas") who they are.
func (r *Resolver) PhraseMembers(phrase string, date text.Date) (record.Actor, []record.Actor) {
	doc := &text.Document{Body: phrase, Published: date}
	doc.Tokens = r.cutHyphens(bareTokens(phrase))
	n := int32(len(doc.Tokens))
	if n == 0 {
		return record.Actor{Kind: record.Unknown, Text: phrase, Antecede: -1}, nil
	}
	doc.Sentences = []text.Sentence{{Span: text.Span{Start: 0, End: int32(len(phrase))}, Last: n, Root: n - 1}}
	p := &page{r: r, doc: doc, toks: doc.Tokens, at: make([]int32, n), bare: true}
	p.scan(0, n)
	if p.allNames() || n == 1 && p.at[0] == 0 && date.Known() && len(r.t.Surname(p.toks[0].Form)) > 0 {
		p.personName(0, n)
	}
	p.chunks(0, n)
	out := p.finish()
	best := -1
	for i := range out {
		if best < 0 || better(&out[i], &out[best]) {
			best = i
		}
	}
	if code := p.onlyPlace(); code != "" && (best < 0 || out[best].Country == "" && len(out[best].Sectors) == 0 || out[best].Why.Rule == "hyphen modifier") {
		return record.Actor{Kind: record.Unknown, Text: phrase, Span: record.Span{End: int32(len(phrase))}, Antecede: -1, Country: code, CAMEO: p.cameoOf(code), Why: record.Why{Rule: "place in one state"}}, nil
	}
	if best < 0 {
		return record.Actor{Kind: record.Unknown, Text: phrase, Span: record.Span{End: int32(len(phrase))}, Antecede: -1, Why: record.Why{Rule: "no known word"}}, nil
	}
	var members []record.Actor
	for _, i := range out[best].Members {
		members = append(members, out[i])
	}
	return out[best], members
}

// PhraseIn is Phrase for a phrase whose surroundings are known to speak of
// somebody: "defence minister" beside "German". The surroundings settle only
// what the phrase leaves open: where an official, organ or people that belongs
// to some state belongs.
func (r *Resolver) PhraseIn(phrase, context string, date text.Date) record.Actor {
	a := r.Phrase(phrase, date)
	if context == "" || a.Country != "" || len(a.Sectors) == 0 {
		return a
	}
	c := r.Phrase(context, date)
	s := r.t.State(c.Country)
	if s == nil {
		return a
	}
	a.Country, a.CAMEO = c.Country, withRoles(s.CAMEO, cut3(a.CAMEO))
	a.Why.Rule += ", state by the context"
	a.Why.Detail = strings.TrimSpace(a.Why.Detail + " " + s.Row)
	return a
}

// cut3 cuts a run of roles, GOVMIL, into its parts.
func cut3(roles string) (out []string) {
	for ; len(roles) >= 3; roles = roles[3:] {
		out = append(out, roles[:3])
	}
	return out
}

// cutHyphens cuts words as a parser would where a state or body stands before
// the hyphen: "US-led", "Franco-German". Names keep theirs.
func (r *Resolver) cutHyphens(toks []text.Token) []text.Token {
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		k := strings.IndexByte(t.Form, '-')
		if k <= 0 || k == len(t.Form)-1 || r.t.Names.Word(t.Form) != 0 || r.t.Names.Word(t.Form[:k]) == 0 && !(i > 0 && (r.w.led[t.Form[k+1:]] || r.w.backed[t.Form[k+1:]])) {
			continue
		}
		if right := t.Form[k+1:]; capital(right) && r.t.Names.Word(right) == 0 {
			continue // "Jordan-Smith"
		}
		at := t.Start + int32(k)
		part := func(a, b int32) text.Token {
			p := bareTokens(t.Form[a-t.Start : b-t.Start])[0]
			p.Span = text.Span{Start: a, End: b}
			return p
		}
		toks = slices.Replace(toks, i, i+1, part(t.Start, at), part(at, at+1), part(at+1, t.End))
		i += 1
	}
	return toks
}

// onlyPlace is the state that alone has a place of the phrase's name; words
// before its first capital ("rebel-held Aleppo") only say more of the place.
func (p *page) onlyPlace() string {
	first := 0
	for first < len(p.toks) && !capital(p.toks[first].Form) {
		first++
	}
	if first == len(p.toks) {
		return ""
	}
	if a := p.atomAt(int32(len(p.toks) - 1)); a != nil && a.class.within() && (int(a.first) == first || p.isHyphen(int32(first)+1)) {
		return p.state(p.stateRow(a)).ISO3 // "Texas", "the Israeli-occupied West Bank"
	}
	if p.r.gaz == nil {
		return ""
	}
	hits := p.r.gaz.Lookup(gazetteer.KeyOf(p.doc.Body[p.toks[first].Start:]))
	if hits.Len() == 0 || hits.Weak {
		return ""
	}
	code := ""
	for i := range hits.Len() {
		if code = one(code, p.r.gaz.Place(hits.At(i).ID).Country); code == several {
			return ""
		}
	}
	return code
}

// better prefers a whole actor to a modifier, and the first to a later one.
func better(a, b *record.Actor) bool {
	ma, mb := modifierRule(a.Why.Rule), modifierRule(b.Why.Rule)
	if ma != mb {
		return mb
	}
	return false
}

func modifierRule(rule string) bool {
	return strings.Contains(rule, "modifier") || rule == "locative"
}

// allNames reports a phrase of capitalised words that no table knows.
func (p *page) allNames() bool {
	if len(p.toks) < 2 || len(p.toks) > 4 {
		return false
	}
	for i := range p.toks {
		if p.at[i] != 0 || p.toks[i].UPOS != text.PROPN {
			return false
		}
	}
	return true
}

// bareTokens cuts a phrase at spaces and clitics and guesses parts of speech
// from spelling and a handful of function words.
func bareTokens(s string) []text.Token {
	var out []text.Token
	add := func(a, b int) {
		if a >= b {
			return
		}
		f := strings.ReplaceAll(s[a:b], "’", "'")
		t := text.Token{Span: text.Span{Start: int32(a), End: int32(b)}, Form: f, Lower: strings.ToLower(f), Head: -1, Rel: text.Dep}
		t.Lemma = t.Lower
		r, _ := utf8.DecodeRuneInString(f)
		switch t.Lower {
		case "the", "a", "an", "this", "that", "these", "those", "some", "several", "all":
			t.UPOS = text.DET
		case "of", "in", "on", "at", "from", "for", "to", "with", "by", "across", "near", "between", "against", "inside", "as":
			t.UPOS = text.ADP
		case "and", "or", "&":
			t.UPOS = text.CCONJ
		case "his", "her", "its", "their", "my", "our", "your":
			t.UPOS, t.Feats = text.PRON, text.Possessive
		case "he", "she", "it", "they", "him", "them", "i", "we", "you":
			t.UPOS = text.PRON
		case "is", "was", "were", "are", "be", "has", "have", "had":
			t.UPOS = text.AUX
		case "'s", "'":
			t.UPOS = text.PART
		default:
			switch {
			case unicode.IsUpper(r):
				t.UPOS = text.PROPN
			case unicode.IsDigit(r) || numeral(t.Lower) > 0:
				t.UPOS = text.NUM
			case !unicode.IsLetter(r):
				t.UPOS = text.PUNCT
			default:
				t.UPOS = text.NOUN
			}
		}
		if t.UPOS == text.NOUN && strings.HasSuffix(t.Lower, "s") && !strings.HasSuffix(t.Lower, "ss") {
			t.Feats |= text.Plural
		}
		out = append(out, t)
	}
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			i += w
			continue
		}
		j := i
		for j < len(s) {
			r, w := utf8.DecodeRuneInString(s[j:])
			if unicode.IsSpace(r) {
				break
			}
			j += w
		}
		i = word(s, i, j, add)
	}
	for i := range out[:max(len(out)-1, 0)] {
		if out[i].UPOS == text.PRON && capital(out[i].Form) && !out[i].Feats.Has(text.Possessive) && out[i+1].UPOS == text.PROPN {
			out[i].UPOS = text.PROPN // "He Zhihua" is somebody's name
		}
	}
	return out
}

// word cuts one run of non-spaces: punctuation off its ends, the clitic off.
func word(s string, i, j int, add func(a, b int)) int {
	end := j
	for i < j && strings.ContainsRune("(\"“[", rune0(s[i:])) {
		_, w := utf8.DecodeRuneInString(s[i:])
		add(i, i+w)
		i += w
	}
	var tail []int
	for j > i {
		r, w := utf8.DecodeLastRuneInString(s[i:j])
		if !strings.ContainsRune(",;:!?)\"”]", r) && !(r == '.' && j == len(s) && strings.Count(s[i:j], ".") == 1) {
			break
		}
		tail = append(tail, j-w)
		j -= w
	}
	cut := j
	for _, c := range [...]string{"'s", "’s"} {
		if strings.HasSuffix(s[i:j], c) && j-i > len(c) {
			cut = j - len(c)
		}
	}
	for _, c := range [...]string{"s'", "s’"} {
		if strings.HasSuffix(s[i:j], c) && j-i > len(c) {
			cut = j - len(c) + 1
		}
	}
	add(i, cut)
	add(cut, j)
	for k := len(tail) - 1; k >= 0; k-- {
		_, w := utf8.DecodeRuneInString(s[tail[k]:])
		add(tail[k], tail[k]+w)
	}
	return end
}

func rune0(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
