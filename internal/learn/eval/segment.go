// Package eval scores what the program reads and codes against annotated text
// in the shared data folder. A room's reader or judge and the folder come in; a
// table of figures goes out, one function for each layer. It fits nothing,
// looks at no test part, and says which figures are on text that rules were
// tuned on.
package eval

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"entente/internal/reading/parse"
	"entente/internal/text"
)

// Segment scores sentence splitting and tokenisation from raw text, and lemmas
// from gold tags, on the dev parts of EWT and GUM in the shared data folder.
// The raw text of a document is its sentences joined as SpaceAfter says, its
// paragraphs parted by blank lines.
func Segment(files fs.FS, sharedDir string, w io.Writer) error {
	seg, err := parse.NewSegmenter(files)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%-10s %9s %9s %9s %9s %9s\n", "treebank", "sentences", "tokens", "lemmas", "any case", "words")
	for _, c := range [...]struct{ name, path string }{
		{"EWT dev", "data/nlp/ud_ewt/en_ewt-ud-dev.conllu"},
		{"GUM dev", "data/nlp/ud_gum/en_gum-ud-dev.conllu"},
	} {
		docs, err := readTreebank(filepath.Join(sharedDir, c.path))
		if err != nil {
			return err
		}
		s := ScoreSegments(seg, docs)
		fmt.Fprintf(w, "%-10s %9.2f %9.2f %9.2f %9.2f %9d\n", c.name, 100*s.Sentences.F1(), 100*s.Tokens.F1(),
			100*float64(s.Lemmas)/float64(s.Words), 100*float64(s.LemmasAnyCase)/float64(s.Words), s.Words)
	}
	return nil
}

// SegmentScores are the figures of one treebank.
type SegmentScores struct {
	Sentences, Tokens            Count
	Words, Lemmas, LemmasAnyCase int
}

// A Count is matched, found and expected, from which F1 follows.
type Count struct{ Right, Found, Gold int }

// F1 is the harmonic mean of precision and recall.
func (c Count) F1() float64 {
	if c.Found+c.Gold == 0 {
		return 0
	}
	return 2 * float64(c.Right) / float64(c.Found+c.Gold)
}

// Precision is the share of what was found that is right.
func (c Count) Precision() float64 { return float64(c.Right) / float64(max(c.Found, 1)) }

// Recall is the share of what is there that was found.
func (c Count) Recall() float64 { return float64(c.Right) / float64(max(c.Gold, 1)) }

// segmentDoc is one gold document: its raw text and what is in it. Sentence and
// token spans are byte ranges of the text; the words of a contraction that the
// treebank gives no spans of their own are cut from it where they add up.
type segmentDoc struct {
	id        string
	body      string
	sentences []text.Span
	tokens    []text.Span
	words     []goldWord
}

type goldWord struct {
	form, lemma string
	tag         text.UPOS
	feats       text.Feats
	skip        bool // no lemma in the treebank
}

// ScoreSegments runs seg over the documents.
func ScoreSegments(seg *parse.Segmenter, docs []segmentDoc) SegmentScores {
	var s SegmentScores
	for _, g := range docs {
		doc := text.Document{ID: g.id, Body: g.body}
		seg.Segment(&doc)
		found := make([]text.Span, len(doc.Tokens))
		for i := range doc.Tokens {
			found[i] = doc.Tokens[i].Span
		}
		s.Tokens.addSpans(found, g.tokens)
		found = found[:0]
		for i := range doc.Sentences {
			found = append(found, doc.Sentences[i].Span)
		}
		s.Sentences.addSpans(found, g.sentences)
		for _, w := range g.words {
			if w.skip {
				continue
			}
			s.Words++
			form := straight.Replace(w.form) // as the segmenter writes it
			l := seg.Lemma(form, strings.ToLower(form), w.tag, w.feats)
			if l == w.lemma {
				s.Lemmas++
			}
			if strings.EqualFold(l, w.lemma) {
				s.LemmasAnyCase++
			}
		}
	}
	return s
}

var straight = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`)

// addSpans counts the spans that both sorted lists hold.
func (c *Count) addSpans(found, gold []text.Span) {
	c.Found += len(found)
	c.Gold += len(gold)
	set := make(map[text.Span]bool, len(gold))
	for _, g := range gold {
		set[g] = true
	}
	for _, f := range found {
		if set[f] {
			c.Right++
		}
	}
}

// readTreebank reads a CoNLL-U file into documents with their raw text.
func readTreebank(path string) ([]segmentDoc, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open treebank: %w", err)
	}
	defer f.Close()
	var (
		docs  []segmentDoc
		body  strings.Builder
		cur   *segmentDoc
		gap   = "" // what stands before the next sentence
		start = -1
		upTo  = 0 // last word id of the contraction being read
	)
	finish := func() {
		if cur != nil {
			cur.body = body.String()
			body.Reset()
		}
	}
	sc := bufio.NewScanner(f)
	sc.Buffer(make([]byte, 1<<20), 1<<26)
	for sc.Scan() {
		l := sc.Text()
		switch {
		case strings.HasPrefix(l, "# newdoc") || cur == nil:
			finish()
			docs = append(docs, segmentDoc{id: l})
			cur, gap = &docs[len(docs)-1], ""
		case strings.HasPrefix(l, "# newpar"):
			if body.Len() > 0 {
				gap = "\n\n"
			}
		case l == "":
			if start >= 0 {
				end := len(strings.TrimRight(body.String()[start:], " ")) + start
				cur.sentences = append(cur.sentences, text.Span{Start: int32(start), End: int32(end)})
				if gap = ""; end < body.Len() {
					gap = " "
				}
				// The gap is written with the next sentence, a paragraph's in its place.
				s := body.String()[:end]
				body.Reset()
				body.WriteString(s)
			}
			start, upTo = -1, 0
		case l[0] == '#':
		default:
			c := strings.Split(l, "\t")
			if len(c) != 10 || strings.Contains(c[0], ".") {
				continue
			}
			if start < 0 {
				body.WriteString(gap)
				start = body.Len()
			}
			if a, b, ok := strings.Cut(c[0], "-"); ok {
				upTo, _ = strconv.Atoi(b)
				first, _ := strconv.Atoi(a)
				cur.surface(&body, c[1], c[9], upTo-first+1)
				continue
			}
			tag, _ := text.ParseUPOS(c[3])
			cur.words = append(cur.words, goldWord{c[1], c[2], tag, feats(c[5], c[7]), c[2] == "_" && c[1] != "_"})
			if id, _ := strconv.Atoi(c[0]); id <= upTo {
				cur.part(c[1])
				continue
			}
			cur.surface(&body, c[1], c[9], 0)
		}
	}
	finish()
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("read treebank %s: %w", path, err)
	}
	return docs, nil
}

// surface writes one surface token; parts > 0 announces the words of a
// contraction, which share its bytes.
func (d *segmentDoc) surface(body *strings.Builder, form, misc string, parts int) {
	s := text.Span{Start: int32(body.Len()), End: int32(body.Len() + len(form))}
	body.WriteString(form)
	if !hasMisc(misc, "SpaceAfter=No") {
		body.WriteByte(' ')
	}
	if parts == 0 {
		d.tokens = append(d.tokens, s)
		return
	}
	// The words' own lengths say where they lie; part moves the end along.
	d.tokens = append(d.tokens, text.Span{Start: s.Start, End: s.Start})
}

// part gives the next word of a contraction its bytes.
func (d *segmentDoc) part(form string) {
	last := &d.tokens[len(d.tokens)-1]
	if last.Start == last.End {
		last.End += int32(len(form))
		return
	}
	d.tokens = append(d.tokens, text.Span{Start: last.End, End: last.End + int32(len(form))})
}

func hasMisc(misc, want string) bool {
	for m := range strings.SplitSeq(misc, "|") {
		if m == want {
			return true
		}
	}
	return false
}

// feats reads the treebank's features that text.Feats keeps.
func feats(s, rel string) text.Feats {
	var f text.Feats
	for kv := range strings.SplitSeq(s, "|") {
		switch kv {
		case "Tense=Past":
			f |= text.Past
		case "Tense=Pres":
			f |= text.Pres
		case "VerbForm=Fin":
			f |= text.Finite
		case "VerbForm=Inf":
			f |= text.Infinitive
		case "VerbForm=Part":
			f |= text.Participle
		case "VerbForm=Ger":
			f |= text.Gerund
		case "Voice=Pass":
			f |= text.Passive
		case "Number=Plur", "Number=Ptan":
			f |= text.Plural
		case "Poss=Yes":
			f |= text.Possessive
		case "Mood=Imp":
			f |= text.Imperative
		case "Person=3":
			f |= text.Third
		}
	}
	return f
}
