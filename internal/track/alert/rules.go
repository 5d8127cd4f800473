package alert

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/diag"
)

// A Rule is a user's wish to be told. docs/format/rules.md is its grammar.
type Rule struct {
	Name       string
	Kind       string // Threshold, Usual, Change, Burst
	Dyad       Dyad
	Measure    Measure
	Compare    string  // ">", ">=", "<", "<=" of Threshold and Usual
	Number     float64 // events, or times the usual
	Days       int     // counted over
	Way        int     // Change: 1 a rise, -1 a fall, 0 either
	Quiet      int     // days without another alert of this rule for the same series
	Publishers int     // at least so many publishers stand behind the count
	Channels   []string
	Line       int // of the file
}

// A Measure is what is counted.
type Measure struct {
	Kind string // "events", "type", "quad", "side", "field"
	Name string // "assault"; "material conflict"; "conflict"; "cyber"
}

func (m Measure) String() string { return m.Name }

// Quads are the names of the quad classes, in their order from 1.
var Quads = []string{"verbal cooperation", "material cooperation", "verbal conflict", "material conflict"}

// Words are the names that rules may use. Rules know no tables, so the caller
// brings what they hold.
type Words struct {
	Types  []string               // of PLOVER
	Fields []string               // contexts and domains
	Actor  func(code string) bool // is it the code of an actor; nil: any code in capitals will do
}

const (
	defaultQuiet = 7
	defaultDays  = 7
)

// ParseRules reads a file of rules. Every mistake is reported with its place, all
// of a file together.
func ParseRules(file, text string, words Words) ([]Rule, error) {
	var errs diag.List
	var rules []Rule
	names := map[string]int{}
	var block []token
	flush := func() {
		if len(block) == 0 {
			return
		}
		p := parser{file: file, tokens: block, words: &words}
		r, err := p.rule()
		block = nil
		if err != nil {
			errs.Add(err)
			return
		}
		if first, ok := names[r.Name]; ok {
			errs.Add(&diag.Error{File: file, Line: r.Line, Column: 1, Msg: fmt.Sprintf("a second rule %q; the first is on line %d", r.Name, first), Hint: "give one of them a name of its own: NAME: when …", Reason: diag.Syntax})
			return
		}
		names[r.Name] = r.Line
		rules = append(rules, r)
	}
	if !utf8.ValidString(text) {
		return nil, &diag.Error{File: file, Msg: "not UTF-8", Reason: diag.Encoding}
	}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		tokens := lex(line, i+1)
		if len(tokens) == 0 {
			continue
		}
		if line[0] != ' ' && line[0] != '\t' { // what is indented belongs to the rule above
			flush()
		}
		block = append(block, tokens...)
	}
	flush()
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return rules, nil
}

// A token is one word of a rule.
type token struct {
	text         string
	line, column int
}

// lex cuts a line at white space; "#" begins a comment, and ":", ";", "," and "%"
// stand alone, as do comparisons with white space before them.
func lex(line string, n int) (out []token) {
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		switch {
		case unicode.IsSpace(r):
			i += size
			continue
		case r == '#':
			return out
		}
		j := i
		switch {
		case strings.ContainsRune(":;,%", r):
			j += size
		case r == '>' || r == '<':
			j += size
			if j < len(line) && line[j] == '=' {
				j++
			}
		default:
			for j < len(line) {
				r, size := utf8.DecodeRuneInString(line[j:])
				if unicode.IsSpace(r) || strings.ContainsRune(":;,%#", r) {
					break
				}
				j += size
			}
		}
		out = append(out, token{line[i:j], n, i + 1})
		i = j
	}
	return out
}

type parser struct {
	file   string
	tokens []token
	at     int
	words  *Words
}

func (p *parser) peek() string {
	if p.at < len(p.tokens) {
		return p.tokens[p.at].text
	}
	return ""
}

func (p *parser) next() string {
	s := p.peek()
	p.at++
	return s
}

// take passes over a word if it is the next one.
func (p *parser) take(word string) bool {
	if p.peek() == word {
		p.at++
		return true
	}
	return false
}

// bad is a mistake at the next token, or behind the last.
func (p *parser) bad(hint, format string, args ...any) *diag.Error {
	last := p.tokens[len(p.tokens)-1]
	e := &diag.Error{File: p.file, Line: last.line, Column: last.column + len(last.text), Msg: fmt.Sprintf(format, args...), Hint: hint, Reason: diag.Syntax}
	if p.at < len(p.tokens) {
		e.Line, e.Column = p.tokens[p.at].line, p.tokens[p.at].column
	}
	return e
}

// here names the next token for a message.
func (p *parser) here() string {
	if s := p.peek(); s != "" {
		return fmt.Sprintf("not %q", s)
	}
	return "but the rule ends"
}

func (p *parser) rule() (Rule, *diag.Error) {
	r := Rule{Line: p.tokens[0].line, Quiet: defaultQuiet, Days: defaultDays}
	for i, t := range p.tokens {
		if t.text == ":" {
			var name []string
			for _, t := range p.tokens[:i] {
				name = append(name, t.text)
			}
			if r.Name = strings.Join(name, " "); r.Name == "" {
				return r, p.bad("NAME: when …", "a name should stand before the colon")
			}
			p.at = i + 1
			break
		}
		if t.text == "when" {
			break
		}
	}
	if !p.take("when") {
		hint := "a rule is: when RUS-UKR assault > 20 in 7 days"
		if n := diag.Nearest(p.peek(), []string{"when"}); n != "" {
			hint = `did you mean "when"?`
		}
		return r, p.bad(hint, "a rule begins with \"when\", %s", p.here())
	}
	from := p.at
	if err := p.condition(&r); err != nil {
		return r, err
	}
	if r.Kind == Change { // it is news for so long, and its likeliest day moves meanwhile
		r.Quiet = Weekly.Recent * r.Days
	}
	if r.Name == "" {
		var name []string
		for _, t := range p.tokens[from:p.at] {
			name = append(name, t.text)
		}
		r.Name = strings.Join(name, " ")
	}
	for p.at < len(p.tokens) {
		if p.take(";") || p.take(",") {
			continue
		}
		if err := p.clause(&r); err != nil {
			return r, err
		}
	}
	return r, nil
}

func (p *parser) condition(r *Rule) *diag.Error {
	switch p.peek() {
	case "change", "rise", "fall", "burst":
		switch p.next() {
		case "change":
			r.Kind = Change
		case "rise":
			r.Kind, r.Way = Change, 1
		case "fall":
			r.Kind, r.Way = Change, -1
		case "burst":
			r.Kind, r.Way = Burst, 1
		}
		if !p.take("in") {
			return p.bad("when change in ISR-LBN material conflict", "\"in\" is wanted here, %s", p.here())
		}
		if err := p.dyad(r); err != nil {
			return err
		}
		return p.measure(r)
	}
	if err := p.dyad(r); err != nil {
		return err
	}
	if err := p.measure(r); err != nil {
		return err
	}
	r.Kind = Threshold
	if r.Compare = p.peek(); !slices.Contains([]string{">", ">=", "<", "<="}, r.Compare) {
		return p.bad("such as: > 20 in 7 days, or: > 3 x usual", "one of > >= < <= is wanted here, %s", p.here())
	}
	p.at++
	n, times := strings.CutSuffix(p.peek(), "x")
	x, err := strconv.ParseFloat(n, 64)
	if err != nil || !(x >= 0) || x > 1e9 {
		return p.bad("such as: > 20 in 7 days, or: > 3 x usual", "a number is wanted here, %s", p.here())
	}
	r.Number = x
	p.at++
	if times || p.take("x") || p.take("times") {
		r.Kind = Usual
		if !p.take("usual") {
			return p.bad("such as: > 3 x usual", "\"usual\" is wanted here, %s", p.here())
		}
		if r.Number == 0 {
			p.at -= 2
			return p.bad("such as: > 3 x usual", "0 times the usual is nothing")
		}
		if !p.take("in") {
			return nil
		}
	} else if !p.take("in") {
		return p.bad("say over how many days: in 7 days", "\"in\" is wanted here, %s", p.here())
	}
	days, e := p.span()
	r.Days = days
	return e
}

func (p *parser) dyad(r *Rule) *diag.Error {
	s := p.peek()
	i := strings.IndexAny(s, "->")
	if i <= 0 || i == len(s)-1 {
		return p.bad("two codes with - (either way) or > (the first to the second) between: RUS-UKR, RUS>UKR, any-CHN", "two actors are wanted here, %s", p.here())
	}
	r.Dyad = Dyad{s[:i], s[i+1:], s[i] == '>'}
	for k, side := range [2]*string{&r.Dyad.First, &r.Dyad.Second} {
		if strings.EqualFold(*side, Any) {
			*side = Any
			continue
		}
		if !isCode(*side) || p.words.Actor != nil && !p.words.Actor(*side) {
			e := p.bad("codes are as in records: ISO 3166 alpha-3 for states (DEU), IGO and the like for bodies, or any", "no actor has the code %q", *side)
			if up := strings.ToUpper(*side); up != *side && isCode(up) && (p.words.Actor == nil || p.words.Actor(up)) {
				e.Hint = fmt.Sprintf("did you mean %q?", up)
			}
			e.Column += k * (i + 1)
			return e
		}
	}
	if r.Dyad.First == Any && r.Dyad.Second == Any && r.Kind != Change && r.Kind != Burst {
		return p.bad("name one of the two; the watch over all series needs no rule", "any-any would count everything there is")
	}
	p.at++
	return nil
}

// isCode: capitals and digits, three or more.
func isCode(s string) bool {
	for _, c := range s {
		if (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return len(s) >= 3
}

// measure reads one or two words.
func (p *parser) measure(r *Rule) *diag.Error {
	first := strings.ToLower(p.peek())
	second := ""
	if p.at+1 < len(p.tokens) {
		second = strings.ToLower(p.tokens[p.at+1].text)
	}
	if q := first + " " + second; slices.Contains(Quads, q) {
		r.Measure = Measure{"quad", q}
		p.at += 2
		return nil
	}
	known := []string{"events", "conflict", "cooperation"}
	switch first {
	case "events":
		r.Measure = Measure{"events", first}
		p.at++
		return nil
	case "conflict", "cooperation":
		r.Measure = Measure{"side", first}
		p.at++
		return nil
	}
	for _, list := range []struct {
		kind  string
		names []string
	}{{"type", p.words.Types}, {"field", p.words.Fields}} {
		for _, n := range list.names {
			if strings.EqualFold(n, first) {
				r.Measure = Measure{list.kind, strings.ToLower(n)}
				p.at++
				return nil
			}
			known = append(known, strings.ToLower(n))
		}
	}
	hint := "events, conflict, cooperation, a quad class (material conflict), a type (assault) or a context (cyber)"
	if n := diag.Nearest(first, append(known, "verbal", "material")); n != "" && first != "" {
		hint = fmt.Sprintf("did you mean %q?", n)
	}
	if first == "verbal" || first == "material" {
		hint = fmt.Sprintf("%s conflict or %s cooperation", first, first)
	}
	return p.bad(hint, "what is counted is wanted here, %s", p.here())
}

func (p *parser) span() (days int, err *diag.Error) {
	const hint = "such as: 7 days, or: 2 weeks"
	n, e := strconv.Atoi(p.peek())
	if e != nil || n < 1 {
		return 0, p.bad(hint, "a number of days or weeks is wanted here, %s", p.here())
	}
	p.at++
	switch p.peek() {
	case "day", "days":
	case "week", "weeks":
		n *= 7
	default:
		return 0, p.bad(hint, "\"days\" or \"weeks\" is wanted here, %s", p.here())
	}
	if n > 3660 {
		p.at--
		return 0, p.bad("ten years are the most", "%d days are too many", n)
	}
	p.at++
	return n, nil
}

func (p *parser) clause(r *Rule) *diag.Error {
	switch p.peek() {
	case "quiet":
		p.at++
		days, err := p.span()
		r.Quiet = days
		return err
	case "from":
		p.at++
		n, e := strconv.Atoi(p.peek())
		if e != nil || n < 1 {
			return p.bad("such as: from 3 publishers", "a number of publishers is wanted here, %s", p.here())
		}
		p.at++
		if !p.take("publishers") && !p.take("publisher") {
			return p.bad("such as: from 3 publishers", "\"publishers\" is wanted here, %s", p.here())
		}
		r.Publishers = n
		return nil
	case "to":
		p.at++
		for {
			c := p.peek()
			if c == "" || strings.ContainsAny(c, ":;,%<>") {
				return p.bad("such as: to stdout, desk", "the name of a channel is wanted here, %s", p.here())
			}
			if !slices.Contains(r.Channels, c) {
				r.Channels = append(r.Channels, c)
			}
			p.at++
			if !p.take(",") {
				return nil
			}
		}
	}
	hint := "what may follow: quiet 7 days; from 3 publishers; to CHANNEL, CHANNEL"
	if n := diag.Nearest(p.peek(), []string{"quiet", "from", "to"}); n != "" {
		hint = fmt.Sprintf("did you mean %q?", n)
	}
	return p.bad(hint, "nothing like %q may stand here", p.peek())
}
