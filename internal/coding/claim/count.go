package claim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"entente/internal/record"
	"entente/internal/text"
)

// encounters are nouns of what states do with or to each other and reports number:
// "their third meeting this year", "the fourth visit since 2014".
var encounters = map[string]bool{
	"meeting": true, "summit": true, "visit": true, "trip": true, "talk": true, "talks": true, "call": true, "conversation": true, "negotiation": true, "consultation": true, "dialogue": true, "encounter": true,
	"exercise": true, "drill": true, "manoeuvre": true, "maneuver": true, "patrol": true, "attack": true, "strike": true, "airstrike": true, "raid": true, "bombing": true, "assault": true, "offensive": true,
	"clash": true, "incursion": true, "violation": true, "intrusion": true, "test": true, "launch": true, "explosion": true, "veto": true, "sanction": true, "sanctions": true, "package": true, "swap": true,
	"exchange": true, "shipment": true, "delivery": true, "ceasefire": true, "truce": true, "deployment": true, "expulsion": true, "protest": true, "agreement": true, "deal": true,
}

// rounds stand before what they number: "the second round of talks".
var rounds = map[string]bool{"round": true, "series": true, "wave": true, "package": true, "set": true, "batch": true, "session": true}

// deeds are verbs of the same things: "met for the first time since 2014".
var deeds = map[string]bool{
	"meet": true, "visit": true, "talk": true, "speak": true, "negotiate": true, "hold": true, "host": true, "receive": true, "attend": true, "travel": true, "arrive": true, "attack": true, "strike": true,
	"bomb": true, "shell": true, "fire": true, "launch": true, "test": true, "cross": true, "enter": true, "invade": true, "violate": true, "veto": true, "sanction": true, "impose": true, "lift": true,
	"expel": true, "recall": true, "sign": true, "agree": true, "conduct": true, "stage": true, "deploy": true, "send": true, "use": true, "close": true, "reopen": true, "open": true, "join": true,
	"participate": true, "exercise": true, "drill": true, "exchange": true, "release": true, "recognise": true, "recognize": true, "export": true, "import": true, "ship": true, "condemn": true, "abstain": true,
	"vote": true, "fly": true, "sail": true, "clash": true,
}

// alone are those of them that one state does.
var alone = map[string]bool{"test": true, "launch": true, "veto": true, "fire": true}

var numberWords = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12}

// numbered is which one an ordinal names; 0 for any other word.
func numbered(w string) int {
	if n := numberWords[w]; n > 0 {
		return n
	}
	for _, end := range [...]string{"st", "nd", "rd", "th"} {
		if head, ok := strings.CutSuffix(w, end); ok {
			if n, err := strconv.Atoi(head); err == nil && n > 0 && n < 1000 {
				return n
			}
		}
	}
	return 0
}

// counts finds what is said to be done for the so-manieth time. The claim needs a
// state that does it, and a second party or a time over which it is counted: "the
// first visit" of somebody on a journey counts nothing.
func (p *page) counts() {
	for i := range p.Tokens {
		t := int32(i)
		n := numbered(p.Tokens[t].Lower)
		if n == 0 {
			continue
		}
		start, end := p.Sentences[p.SentenceOf(t)].First, p.Sentences[p.SentenceOf(t)].Last
		if p.word(t-1, "not", "n't", "least") || p.word(t-2, "not", "n't") || p.word(end-1, "?") || p.onlyIf(t) {
			continue // "not for the first time" counts nothing, "at least the third" less than it says
		}
		what, head, last := "", int32(-1), t+1
		if p.word(t+1, "time") {
			what, head = p.deedAt(t, start, end)
			last = t + 2
		} else if head = p.encounterAt(t+1, end); head >= 0 {
			what, last = p.Tokens[head].Lemma, head+1
		} else if head = p.encounterIs(t, start, end); head >= 0 {
			what = p.Tokens[head].Lemma
		}
		if head < 0 {
			continue
		}
		within, words := p.period(last, end, n > 1)
		who := p.partiesOf(t, head, start, end)
		// "His first visit" is one of a person, "the first meeting" one of a series.
		if len(who) == 0 || len(who) > 2 || words == 0 && (n == 1 || p.word(t-1, "his", "her", "my")) {
			continue
		}
		if len(who) == 1 && !alone[what] && (words == 0 || p.word(t+1, "time")) {
			continue
		}
		if what == "talks" || what == "sanctions" {
			what = strings.TrimSuffix(what, "s")
		}
		c := record.Claim{Kind: record.ClaimCount, State: who[0], Counted: what, Number: n, Within: within}
		if len(who) == 2 {
			c.Other = who[1]
		}
		first := t
		if p.word(t-1, "their", "its", "the", "his", "her", "a") {
			first--
		}
		if p.word(first-1, "for") {
			first--
		}
		p.add(c, first, max(last, words), "number of a time")
	}
}

// encounterAt is the noun that a phrase beginning at token t numbers: "high-level
// meeting", "round of talks"; -1 for none.
func (p *page) encounterAt(t, end int32) int32 {
	for k := t; k < min(t+5, end); k++ {
		tk := &p.Tokens[k]
		switch {
		case rounds[tk.Lemma] && p.word(k+1, "of"):
			for j := k + 2; j < min(k+6, end); j++ {
				if encounters[p.Tokens[j].Lemma] && p.Tokens[j].UPOS == text.NOUN {
					return j
				}
			}
			return -1
		case encounters[tk.Lemma] && tk.UPOS == text.NOUN:
			if tk.Lemma == "test" && !p.word(k-1, "nuclear", "missile", "weapon", "weapons", "rocket", "bomb", "atomic", "flight") {
				return -1
			}
			if k+1 < end && p.Tokens[k+1].UPOS == text.NOUN { // "summit meeting", but "meeting room"
				if encounters[p.Tokens[k+1].Lemma] {
					continue
				}
				return -1
			}
			return k
		case tk.UPOS == text.ADJ || tk.UPOS == text.NOUN || tk.UPOS == text.PROPN || tk.UPOS == text.ADV || p.word(k, "-") || p.word(k-1, "-"):
		default:
			return -1
		}
	}
	return -1
}

// encounterIs is the noun that an ordinal is said of: "the visit is the first by".
func (p *page) encounterIs(t, start, end int32) int32 {
	if !p.word(t+1, "by", "of", "since", "in", "between", "with", "from", "this") || !p.word(t-1, "the", "their", "its") {
		return -1
	}
	k := t - 2
	for ; k > start && p.word(k, "is", "was", "be", "been", "being", "would", "will", "also", "only", "has", "marks", "marked"); k-- {
	}
	if k < t-2 && encounters[p.Tokens[k].Lemma] {
		return k
	}
	if h := p.child(t, text.Nsubj); h >= 0 && p.child(t, text.Cop) >= 0 && encounters[p.Tokens[h].Lemma] {
		return h
	}
	return -1
}

// deedAt is the verb that is done for the so-manieth time, by its lemma: the one
// before "for the first time", or behind "the first time that".
func (p *page) deedAt(t, start, end int32) (string, int32) {
	if p.word(t-1, "the", "a") && p.word(t-2, "for") {
		for k := t - 3; k >= max(start, t-14); k-- {
			if p.Tokens[k].UPOS == text.VERB && !p.word(k, "to") {
				if deeds[p.Tokens[k].Lemma] {
					return p.Tokens[k].Lemma, k
				}
				return "", -1
			}
		}
		return "", -1
	}
	for k := t + 2; k < min(t+12, end); k++ {
		if p.Tokens[k].UPOS == text.VERB {
			if deeds[p.Tokens[k].Lemma] {
				return p.Tokens[k].Lemma, k
			}
			return "", -1
		}
	}
	return "", -1
}

// partiesOf are the states whose deed is counted: those that its sentence names as
// states or by who acts for them, else, where it points back ("their", "the two"),
// those of the report.
func (p *page) partiesOf(t, head, start, end int32) (out []string) {
	for k := start; k < end; k++ {
		s := p.stateOf(k)
		if i := p.actorAt[k]; s == "" && i >= 0 && p.c.Actors[i].Head == k {
			if a := &p.c.Actors[i]; (a.Kind == record.Person && a.Office != "" || a.Kind == record.Organ) && p.t.State(a.Country) != nil {
				s = a.Country
			}
		}
		if i := p.actorAt[k]; s == "" && i >= 0 && p.c.Actors[i].Kind == record.Body && p.c.Actors[i].Country == "EUR" {
			s = "EUR"
		}
		if s != "" && !p.inTime(k) && !p.word(k+1, "history") && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if len(out) >= 2 || len(out) == 1 && p.child(head, text.NmodPoss) < 0 {
		return out
	}
	a, b := p.dyad()
	if a != "" && (len(out) == 0 || out[0] == a || out[0] == b) && p.pointsBack(t, start, end) {
		return []string{a, b}
	}
	return out
}

// pointsBack reports whether a sentence speaks of two who were named before.
func (p *page) pointsBack(t, start, end int32) bool {
	for k := start; k < end; k++ {
		if p.word(k, "their", "both", "bilateral", "they") || p.word(k, "two") && k+1 < end && (p.Tokens[k+1].UPOS == text.NOUN || p.Tokens[k+1].UPOS == text.VERB) {
			return true
		}
	}
	return false
}

// inTime reports a token of an expression of time: "since the Vietnam War".
func (p *page) inTime(t int32) bool {
	return p.timeWord(t) || p.word(t-1, "since") || p.word(t-2, "since") || p.word(t-3, "since")
}

// period reads over which time something is counted, from the words at token t on:
// "this year", "since 2014", "in more than ten years". last is the token behind its
// words, 0 without any; the span is nil where the words set no day. "Since 2014" is
// with the year itself where more than one is counted: for the first time since 2014
// it was not done after that year.
func (p *page) period(t, end int32, with bool) (within *record.DaySpan, last int32) {
	made := day(p.Published)
	for k := t; k < min(t+12, end); k++ {
		if p.word(k, ",", ";", ":", "(", "-", "–", "—") {
			break
		}
		if p.word(k, "ever") || p.word(k, "on") && p.word(k+1, "record") || p.word(k, "in") && (p.word(k+1, "history") || p.word(k+2, "history")) {
			return nil, min(k+3, end)
		}
		since := p.word(k, "since")
		for i := range p.c.Times {
			x := &p.c.Times[i]
			if x.First < k || x.First > k+3 || x.Last > end || x.First != k && !since && !p.word(k, "in", "over", "for") {
				continue
			}
			switch {
			case since && x.End != "" && with:
				return &record.DaySpan{First: x.Start, Last: made}, x.Last
			case since && x.End != "":
				return &record.DaySpan{First: dayAfter(x.End), Last: made}, x.Last
			case since:
			case x.Type == "DURATION" && p.word(k, "in", "over", "for"):
				return p.back(x.Value, made), x.Last
			case x.Type == "DATE" && x.Start != "" && (made == "" || x.Start <= made) && len(x.Value) < len("2006-01-02"):
				return &record.DaySpan{First: x.Start, Last: earliest(x.End, made)}, x.Last
			}
		}
		if since {
			return nil, min(k+3, end)
		}
	}
	return nil, 0
}

// back are the days from so long before the report to its own, for a length as
// TIMEX3 writes it: P10Y.
func (p *page) back(value, made string) *record.DaySpan {
	var n int
	var unit rune
	if k, _ := fmt.Sscanf(value, "P%d%c", &n, &unit); k < 2 || made == "" {
		return nil
	}
	to, err := time.Parse(time.DateOnly, made)
	if err != nil {
		return nil
	}
	from := to
	switch unit {
	case 'Y':
		from = to.AddDate(-n, 0, 0)
	case 'M':
		from = to.AddDate(0, -n, 0)
	case 'W':
		from = to.AddDate(0, 0, -7*n)
	case 'D':
		from = to.AddDate(0, 0, -n)
	default:
		return nil
	}
	return &record.DaySpan{First: from.Format(time.DateOnly), Last: made}
}

// earliest is the earlier of two days, the first where the other is unknown.
func earliest(a, b string) string {
	if b != "" && b < a {
		return b
	}
	return a
}

func dayAfter(s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return t.AddDate(0, 0, 1).Format(time.DateOnly)
}
