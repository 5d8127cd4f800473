package place

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/knowledge/gazetteer"
	"entente/internal/record"
	"entente/internal/text"
)

// maxNameTokens is the length of the longest name that is tried.
const maxNameTokens = 9

// scan finds the names of one sentence, leftmost and longest.
func (p *page) scan(s int32) {
	sent := &p.doc.Sentences[s]
	for i := sent.First; i < sent.Last; {
		if !p.capital(i) {
			i++
			continue
		}
		n, ok := p.match(i, sent.Last)
		if !ok {
			i++
			continue
		}
		n.sentence = s
		n.within, n.outside = -1, -1
		p.names = append(p.names, n)
		i = n.last
	}
}

// counties reads "Butler, Clark and Warren counties": each name of such a list
// is that of a county, where the gazetteer has one.
func (p *page) counties() {
	toks := p.doc.Tokens
	for i := len(p.names) - 1; i >= 0; i-- {
		if form := p.nextForm(p.names[i].last); form != "counties" && form != "Counties" {
			continue
		}
		for {
			n := &p.names[i]
			key := gazetteer.KeyOf(p.doc.Body[toks[n.first].Start:toks[n.last-1].End])
			key.Add(" county")
			if h := p.l.gaz.Lookup(key); h.Len() > 0 {
				n.hits, n.key, n.list = h, key, true
			}
			if i == 0 || p.names[i-1].sentence != n.sentence || !p.listGap(p.names[i-1].last, n.first) {
				break
			}
			i--
		}
	}
}

// listGap reports whether only "," and "and" stand between two names.
func (p *page) listGap(from, to int32) bool {
	if to <= from || to > from+2 {
		return false
	}
	for _, t := range p.doc.Tokens[from:to] {
		if t.Form != "," && t.Lower != "and" && t.Lower != "or" {
			return false
		}
	}
	return true
}

// nameAt is the name at a given span: the whole of it if the gazetteer knows
// that, else what is left without an article before it and words of kind
// behind it ("the Aleppo area", "Henry County").
func (p *page) nameAt(s record.Span) (name, bool) {
	toks := p.doc.Tokens
	first := int32(sort.Search(len(toks), func(i int) bool { return toks[i].End > s.Start }))
	last := int32(sort.Search(len(toks), func(i int) bool { return toks[i].Start >= s.End }))
	if first < last && toks[first].Lower == "the" {
		first++
	}
	for ; first < last; last-- {
		var key gazetteer.Key
		key.Add(p.doc.Body[toks[first].Start:toks[last-1].End])
		if h := p.l.gaz.Lookup(key); h.Len() > 0 {
			sent := sort.Search(len(p.doc.Sentences), func(i int) bool { return p.doc.Sentences[i].Last > first })
			return name{first: first, last: last, hits: h, key: key, sentence: int32(sent), within: -1, outside: -1}, true
		}
		if p.class[last-1]&(wAfter|wCounty) == 0 {
			break
		}
	}
	return name{}, false
}

func (p *page) capital(i int32) bool {
	r, _ := utf8.DecodeRuneInString(p.doc.Tokens[i].Form)
	return unicode.IsUpper(r)
}

func (p *page) allCaps(i int32) bool {
	letters := 0
	for _, r := range p.doc.Tokens[i].Form {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > 0
}

// match tries ever longer names from token i on and keeps the longest that
// the gazetteer knows.
func (p *page) match(i, end int32) (name, bool) {
	var (
		best name
		ok   bool
		key  gazetteer.Key
	)
	toks := p.doc.Tokens
	at := toks[i].Start
	for j := i; j < end && j < i+maxNameTokens; j++ {
		t := &toks[j]
		cap := p.capital(j)
		kind := j > i && !cap && p.class[j]&wKind != 0
		if j > i {
			if !cap && !kind && p.class[j]&wLink == 0 && !joiner(t.Form) {
				break
			}
			if t.Form == "'s" || t.Form == "," || t.Form == ";" || t.Form == "\"" {
				break
			}
		}
		key.Add(p.doc.Body[at:t.End])
		at = t.End
		if !cap && !kind && !numeric(t.Form) && (j == i || !joined(toks, j)) {
			continue
		}
		if r := t.Form[len(t.Form)-1]; r == '-' {
			continue
		}
		if h := p.l.gaz.Lookup(key); h.Len() > 0 && p.spelledAsName(i, j+1, h) && (!kind || p.l.gaz.Class(h.At(0).ID) != gazetteer.City) {
			best = name{first: i, last: j + 1, hits: h, key: key}
			ok = true
		}
	}
	if !ok {
		return best, false
	}
	if best.last == best.first+1 && p.class[i]&(wDay|wFunc|wTitle) != 0 && p.l.gaz.Class(best.hits.At(0).ID) == gazetteer.City {
		return best, false
	}
	return best, true
}

// joiner reports whether a token may stand between the words of a name.
func joiner(form string) bool {
	return form == "-" || form == "–" || form == "'" || form == "’" || form == "&"
}

func numeric(form string) bool { return form != "" && '0' <= form[0] && form[0] <= '9' }

// joined reports whether token j touches the one before it, as "gaiin" does in
// "Nan'gaiin".
func joined(toks []text.Token, j int32) bool { return toks[j-1].End == toks[j].Start }

// spelledAsName refuses short forms that are not written as such: "Us", "Car",
// "Me", "Ind" without its full stop.
func (p *page) spelledAsName(first, last int32, h gazetteer.Hits) bool {
	if last-first != 1 {
		return true
	}
	form := p.doc.Tokens[first].Form
	letters := 0
	for _, r := range form {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters > 5 {
		return true
	}
	top := h.At(0)
	switch p.l.gaz.Class(top.ID) {
	case gazetteer.Country, gazetteer.Region, gazetteer.Admin1:
	default:
		return letters > 2
	}
	if strings.EqualFold(form, p.l.gaz.Place(top.ID).Name) || letters == 5 && !strings.HasSuffix(form, ".") {
		return true
	}
	// A short form of a state or division: in capitals, or with a full stop.
	if p.allCaps(first) {
		return letters > 1 && (letters > 2 || strings.Contains(form, ".") || form == "US" || form == "UK" || form == "HK" || form == "DC")
	}
	if strings.HasSuffix(form, ".") || p.nextForm(last) == "." || p.prevForm(first) == "," {
		return p.prevForm(first) == "," && first >= 2 && p.capital(first-2)
	}
	return letters >= 4
}

func (p *page) prevForm(i int32) string {
	if i <= 0 {
		return ""
	}
	return p.doc.Tokens[i-1].Form
}

func (p *page) nextForm(i int32) string {
	if int(i) >= len(p.doc.Tokens) {
		return ""
	}
	return p.doc.Tokens[i].Form
}

// rememberPersons gathers the last names of persons, so that "Jackson said"
// is not a town when "Michael Jackson" was named before.
func (p *page) rememberPersons() {
	p.persons = map[string]bool{}
	toks := p.doc.Tokens
	add := func(i int32) {
		if w := toks[i].Lower; len(w) > 2 {
			p.persons[w] = true
		}
	}
	for i := range p.doc.Mentions {
		if m := &p.doc.Mentions[i]; m.Kind == text.Person && m.Last-m.First > 1 {
			add(m.Last - 1)
		}
	}
	for i := range p.who {
		if a := &p.who[i]; a.Kind == record.Person && a.Last-a.First > 1 && p.capital(a.Last-1) {
			add(a.Last - 1)
		}
	}
	for s := range p.doc.Sentences {
		sent := &p.doc.Sentences[s]
		for i := sent.First; i+1 < sent.Last; i++ {
			if !p.capital(i) || !p.capital(i+1) || p.class[i+1]&(wDay|wPostTitle|wOrg|wFacility|wDirection|wFunc) != 0 {
				continue
			}
			if p.class[i]&wTitle != 0 || p.l.gaz.GivenName(toks[i].Form) {
				j := i + 1
				if j+1 < sent.Last && (initial(toks[j].Form) || p.l.gaz.GivenName(toks[j].Form)) && p.capital(j+1) {
					j++
				}
				if p.class[j]&(wOrg|wFacility|wCivic|wCounty|wAfter) == 0 {
					add(j)
					if p.l.gaz.GivenName(toks[i].Form) && p.class[i]&wTitle == 0 {
						p.given(i)
					}
				}
			}
		}
	}
}

func initial(form string) bool {
	return len(form) == 1 || len(form) == 2 && form[1] == '.'
}

// given remembers that a name like "Georgia" was the first name of a person;
// the name of a state only where a first and a last name are all there is.
func (p *page) given(i int32) {
	if h := p.l.gaz.Lookup(gazetteer.KeyOf(p.doc.Tokens[i].Form)); h.Len() > 0 && p.l.gaz.Class(h.At(0).ID) == gazetteer.Country && !p.fullName(i) {
		return
	}
	if i > 0 && p.class[i-1]&(wIn|wOf|wTo) == 0 {
		p.persons[p.doc.Tokens[i].Lower] = true
	}
}
