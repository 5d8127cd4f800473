package text

// UPOS is a universal part of speech (universaldependencies.org, v2).
type UPOS uint8

const (
	X UPOS = iota
	ADJ
	ADP
	ADV
	AUX
	CCONJ
	DET
	INTJ
	NOUN
	NUM
	PART
	PRON
	PROPN
	PUNCT
	SCONJ
	SYM
	VERB
	NumUPOS int = iota
)

var uposNames = [...]string{"X", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB"}

func (u UPOS) String() string { return uposNames[u] }

// ParseUPOS is the inverse of String; unknown names are X and false.
func ParseUPOS(s string) (UPOS, bool) {
	for i, n := range uposNames {
		if n == s {
			return UPOS(i), true
		}
	}
	return X, false
}

// Rel is a universal dependency relation. The subtypes that an event coder
// needs are relations of their own; other subtypes are read as their parent.
type Rel uint8

const (
	Dep Rel = iota
	Root
	Nsubj
	NsubjPass // nsubj:pass
	Csubj
	CsubjPass // csubj:pass
	Obj
	Iobj
	Obl
	OblAgent // obl:agent, the "by" phrase of a passive
	OblTmod  // obl:tmod and obl:unmarked, "he left Monday"
	Nmod
	NmodPoss // nmod:poss
	NmodTmod // nmod:tmod and nmod:unmarked
	Appos
	Nummod
	Amod
	Det
	Case
	Compound
	CompoundPrt // compound:prt
	Flat
	Fixed
	Acl
	AclRelcl // acl:relcl
	Advcl
	Advmod
	Ccomp
	Xcomp
	Aux
	AuxPass // aux:pass
	Cop
	Mark
	Cc
	Conj
	Expl
	Vocative
	Discourse
	Dislocated
	Parataxis
	List
	Orphan
	Goeswith
	Reparandum
	Punct
	NumRel int = iota
)

var relNames = [...]string{
	"dep", "root", "nsubj", "nsubj:pass", "csubj", "csubj:pass", "obj", "iobj", "obl", "obl:agent", "obl:tmod",
	"nmod", "nmod:poss", "nmod:tmod", "appos", "nummod", "amod", "det", "case", "compound", "compound:prt",
	"flat", "fixed", "acl", "acl:relcl", "advcl", "advmod", "ccomp", "xcomp", "aux", "aux:pass", "cop", "mark",
	"cc", "conj", "expl", "vocative", "discourse", "dislocated", "parataxis", "list", "orphan", "goeswith",
	"reparandum", "punct",
}

func (r Rel) String() string { return relNames[r] }

// ParseRel reads a treebank's relation, folding subtypes that Rel does not
// keep into their parent; false when even the parent is unknown.
func ParseRel(s string) (Rel, bool) {
	switch s {
	case "obl:unmarked":
		return OblTmod, true
	case "nmod:unmarked":
		return NmodTmod, true
	}
	for {
		for i, n := range relNames {
			if n == s {
				return Rel(i), true
			}
		}
		cut := -1
		for i := len(s) - 1; i > 0; i-- {
			if s[i] == ':' {
				cut = i
				break
			}
		}
		if cut < 0 {
			return Dep, false
		}
		s = s[:cut]
	}
}

// Feats is a set of morphological features, those of them that English event
// coding reads.
type Feats uint16

const (
	Past       Feats = 1 << iota // Tense=Past, finite or participle
	Pres                         // Tense=Pres
	Finite                       // VerbForm=Fin
	Infinitive                   // VerbForm=Inf
	Participle                   // VerbForm=Part
	Gerund                       // VerbForm=Ger
	Passive                      // passive participle (Voice=Pass), with or without an auxiliary
	Plural                       // Number=Plur
	Possessive                   // Poss=Yes: his, their
	Imperative                   // Mood=Imp
	Third                        // Person=3
	Female                       // Gender=Fem: she, her
	Male                         // Gender=Masc: he, his
	WhWord                       // PronType=Rel or Int: who, which, where
)

// Has reports whether all of f's features in g are set.
func (f Feats) Has(g Feats) bool { return f&g == g }
