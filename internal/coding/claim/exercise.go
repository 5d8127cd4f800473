package claim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

// A series is one of the names of a series of joint exercises.
type series struct{ words, name string }

// seriesOf lists the names, longest first.
func seriesOf(drills map[string]string) (out []series) {
	for words, name := range drills {
		out = append(out, series{words, name})
	}
	slices.SortFunc(out, func(a, b series) int { return cmp.Or(len(b.words)-len(a.words), strings.Compare(a.words, b.words)) })
	return out
}

// drills are nouns of exercises. Without one in the sentence a name (Caucasus,
// Malabar) is some other thing's.
var drills = map[string]bool{"exercise": true, "exercises": true, "drill": true, "drills": true, "manoeuvre": true, "manoeuvres": true, "maneuver": true, "maneuvers": true, "wargame": true, "wargames": true, "games": true, "wargaming": true}

// near is how many tokens may lie between the name of a series and that noun.
const near = 7

// exercises finds who is said to have held an exercise of a named series, and how
// often it is said to be held: "the annual Cobra Gold exercise", "Russia held
// Vostok-2018 with China".
func (p *page) exercises() {
	for s := range p.Sentences {
		sent := &p.Sentences[s]
		if slices.ContainsFunc(p.Tokens[sent.First:sent.Last], func(t text.Token) bool { return drills[t.Lower] }) {
			p.exercisesIn(sent.First, sent.Last)
		}
	}
}

func (p *page) exercisesIn(first, last int32) {
	at := p.TokenSpan(first, last)
	body := p.Text(at)
	taken := make([]bool, len(body))
	for _, d := range p.f.drill {
		for from := 0; ; {
			i := strings.Index(body[from:], d.words)
			if i < 0 {
				break
			}
			i += from
			from = i + len(d.words)
			if taken[i] || i > 0 && letter(body[i-1]) || from < len(body) && letter(body[from]) {
				continue
			}
			end, year := yearAfter(body, from)
			a, b := p.TokensAt(text.Span{Start: at.Start + int32(i), End: at.Start + int32(end)})
			if a >= b || !p.byDrill(a, b, first, last) {
				continue
			}
			for k := i; k < end; k++ {
				taken[k] = true
			}
			p.exercise(d.name, year, a, b, first, last)
		}
	}
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 }

// yearAfter reads a year that belongs to a name: "Vostok-2018", "RIMPAC 2016".
func yearAfter(body string, i int) (end, year int) {
	j := i
	if j < len(body) && (body[j] == '-' || body[j] == ' ') {
		j++
	}
	if j+4 > len(body) || j+4 < len(body) && (letter(body[j+4]) || body[j+4] >= '0' && body[j+4] <= '9') {
		return i, 0
	}
	y, err := strconv.Atoi(body[j : j+4])
	if err != nil || y < 1950 || y > 2100 {
		return i, 0
	}
	return j + 4, y
}

// byDrill reports whether a noun of exercises stands near the name.
func (p *page) byDrill(a, b, first, last int32) bool {
	return slices.ContainsFunc(p.Tokens[max(first, a-near):min(last, b+near)], func(t text.Token) bool { return drills[t.Lower] })
}

// rhythmWords are how often an exercise is said to be held.
var rhythmWords = map[string]string{"annual": "annual", "yearly": "annual", "annually": "annual", "biennial": "biennial", "biannual": "biennial"}

func (p *page) exercise(name string, year int, a, b, first, last int32) {
	c := record.Claim{Kind: record.ClaimExercise, Counted: name}
	if year > 0 {
		y := strconv.Itoa(year)
		c.Within = &record.DaySpan{First: y + "-01-01", Last: y + "-12-31"}
	}
	for k := max(first, a-near); k < a; k++ {
		if r := rhythmWords[p.Tokens[k].Lower]; r != "" {
			c.Change = r
		}
	}
	if p.word(b, "exercise", "exercises", "drill", "drills") && (p.word(b+1, "annually") || p.word(b+1, "held") && p.word(b+2, "annually")) {
		c.Change = "annual"
	}
	who := p.drilled(a, b, first, last)
	from := a
	for from > first && (p.Tokens[from-1].UPOS == text.ADJ || p.Tokens[from-1].UPOS == text.NOUN || rhythmWords[p.Tokens[from-1].Lower] != "") {
		from--
	}
	switch {
	case len(who) == 0 && c.Change == "" || p.unheld(a, first):
		return
	case len(who) == 0:
		p.add(c, from, b, "how often an exercise is held")
		return
	}
	for len(who) > 0 { // a claim has room for two
		c.State, c.Other = who[0], ""
		if who = who[1:]; len(who) > 0 {
			c.Other, who = who[0], who[1:]
		}
		p.add(c, from, b, "parties to an exercise")
	}
}

// unheld reports an exercise that was denied, called off or is only wished for.
func (p *page) unheld(a, first int32) bool {
	for k := max(first, a-10); k < a; k++ {
		if p.word(k, "not", "n't", "never", "cancel", "cancelled", "canceled", "suspend", "suspended", "postponed", "scrapped", "will", "would", "could", "may", "might", "if", "plans", "planned", "next", "boycotted", "skipped", "withdrew", "pulled", "declined") {
			return true
		}
	}
	return false
}

var holdDrill = map[string]bool{"hold": true, "conduct": true, "stage": true, "launch": true, "begin": true, "start": true, "kick": true, "join": true, "participate": true, "take": true, "carry": true, "wrap": true, "end": true, "conclude": true, "finish": true, "complete": true, "host": true}

// drilled are the states said to take part in the exercise of tokens [a,b): who holds
// it, with whom it is held, whose it is called.
func (p *page) drilled(a, b, first, last int32) (out []string) {
	put := func(list ...string) {
		for _, s := range list {
			if s != "" && p.t.State(s) != nil && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	for k := a - 1; k >= max(first, a-12); k-- {
		if p.Tokens[k].UPOS == text.VERB && holdDrill[p.Tokens[k].Lemma] {
			j := k - 1
			for j > first && (p.word(j, "has", "have", "had", "also", "jointly", "recently", "were", "are", "to") || p.timeWord(j)) {
				j--
			}
			list, _ := p.statesBefore(j)
			slices.Reverse(list) // in the order of the text
			put(list...)
			break
		}
	}
	for k := a - 1; k >= max(first, a-5); k-- { // "the Russian-Chinese", "the US-led"
		if s := p.stateWord(k); s != "" && p.word(k+1, "-", "–") && !p.word(k+2, "led") || s != "" && p.word(k-1, "-", "–") {
			put(s)
		}
	}
	for k := b; k < min(last, b+10); k++ {
		if p.word(k, "with", "between", "by", "of", "involving") {
			list, _ := p.statesFrom(k + 1)
			put(list...)
		}
	}
	for k := a - 1; k >= max(first, a-8); k-- { // "exercises with Russia, Joint Sea 2021,"
		if p.word(k, "with", "between", "by") {
			list, e := p.statesFrom(k + 1)
			if e <= a {
				put(list...)
			}
		}
	}
	return out
}
