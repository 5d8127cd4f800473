package claim

import (
	"slices"

	"entente/internal/text"
)

// A saying is how a subject is joined to what it is said to be: "is", "has long
// been", "emerged as", "overtook X to become".
type saying struct {
	subject int32  // last token of the subject
	past    bool   // was
	change  string // emerging
	became  bool
}

// unreal are words between a subject and what it is said to be that make it no
// plain statement of today.
var unreal = []string{"will", "would", "could", "may", "might", "can", "should", "shall", "must", "not", "n't", "never", "no", "longer", "nor", "if", "whether", "unless", "almost", "nearly", "arguably",
	"hopes", "hope", "seeks", "seek", "wants", "want", "plans", "plan", "aims", "aim", "bid", "set", "poised", "expected", "likely", "about", "once", "formerly", "previously", "ceased", "lost", "losing", "stopped"}

var joiners = map[string]string{"be": "", "remain": "", "stay": "", "become": "emerging", "emerge": "emerging", "rise": "emerging", "make": "-", "count": "object", "consider": "object", "regard": "object", "see": "object", "call": "object",
	"overtake": "emerging", "surpass": "emerging", "replace": "emerging", "displace": "emerging", "pass": "emerging", "pip": "emerging", "eclipse": "emerging", "supplant": "emerging"}

// saidOf reads back from token t, the first of a phrase, over the words that join
// it to a subject; ok is false where none is found or the statement is not plain.
func (p *page) saidOf(t int32) (s saying, ok bool) {
	start := p.Sentences[p.SentenceOf(t)].First
	joined := false
	for k := t - 1; k >= start && t-k < 14; k-- {
		tk := &p.Tokens[k]
		w := tk.Lower
		if slices.Contains(unreal, w) {
			return s, false
		}
		if j, is := joiners[tk.Lemma]; is && (tk.UPOS == text.VERB || tk.UPOS == text.AUX) && j != "object" {
			if j == "-" {
				return s, false
			}
			joined = true
			s.past = s.past || w == "was" || w == "were"
			s.became = s.became || j == "emerging"
			if j != "" {
				s.change = j
			}
			if tk.Lemma != "be" && j != "" && tk.Lemma != "become" && tk.Lemma != "emerge" && tk.Lemma != "rise" {
				s.past = false
				s.subject = k - 1
				return s, p.plainSubject(&s, start)
			}
			continue
		}
		switch {
		case w == "has" || w == "have" || w == "had" || w == "'s" && joined || w == "as" || w == "still" || w == "now" || w == "already" || w == "long" || w == "also" || w == "currently" || w == "since" || w == "today" ||
			w == "by" || w == "far" || w == "the" || w == "a" || w == "an" || w == "to" && joined || w == "recently" || w == "both" || w == "itself" || w == "quickly" || w == "rapidly" || w == "gradually" || w == "in" && p.word(k+1, "turn") || w == "turn":
			continue
		case !joined && p.word(k+1, "as"):
			return p.overtaking(k, start) // "replaced Germany as"
		case !joined:
			return s, false
		}
		s.subject = k
		if p.word(k+1, "to") || p.word(k+2, "to") && p.Tokens[k+2].Rel != text.Case && k+2 < t {
			return p.overtaking(k, start)
		}
		return s, p.plainSubject(&s, start)
	}
	return s, false
}

// overtaking reads "X overtook Y to become", from the last token of Y.
func (p *page) overtaking(k, start int32) (s saying, ok bool) {
	for j := k; j >= start && k-j < 7; j-- {
		if joiners[p.Tokens[j].Lemma] == "emerging" && p.Tokens[j].UPOS == text.VERB && p.Tokens[j].Lemma != "become" {
			s = saying{subject: j - 1, change: "emerging", became: true}
			if p.word(s.subject, "has", "had", "have") {
				s.subject--
			}
			return s, p.plainSubject(&s, start)
		}
	}
	return s, false
}

// plainSubject moves over "which" and "that" to the noun before.
func (p *page) plainSubject(s *saying, start int32) bool {
	for s.subject > start && p.word(s.subject, "has", "have", "had", "already", "recently", "now", "also", "long", "since", "formally", "officially", "which", "that", "who", ",") || s.subject > start && p.timeWord(s.subject) {
		s.subject--
	}
	for k := s.subject; k >= start && s.subject-k < 8; k-- {
		if p.word(k, "if", "whether", "unless") {
			return false
		}
	}
	return s.subject >= start
}
