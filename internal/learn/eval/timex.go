package eval

import (
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"entente/internal/coding/timex"
	"entente/internal/reading/parse"
	"entente/internal/record"
	"entente/internal/text"
)

// Timex scores time expressions on TimeBank and AQUAINT in the shared data
// folder: overlapping spans matched one to one (relaxed), of those the ones
// with the right value and type. Every fifth document, by the hash of its
// name, is held out; rules are tuned on the rest only.
func Timex(files fs.FS, sharedDir string, w io.Writer) error {
	seg, err := parse.NewSegmenter(files)
	if err != nil {
		return err
	}
	return TimexRead(files, sharedDir, seg.Segment, w)
}

// TimexRead is Timex with another reader of pages, such as a Parser's Parse,
// whose trees tell the tense.
func TimexRead(files fs.FS, sharedDir string, read func(*text.Document), w io.Writer) error {
	tagger, err := timex.New(files)
	if err != nil {
		return err
	}
	docs, err := readTimeML(sharedDir)
	if err != nil {
		return err
	}
	var tuned, held TimexScores
	for _, d := range docs {
		doc := text.Document{ID: d.name, Body: d.body, Published: d.date}
		read(&doc)
		s := &tuned
		if d.held {
			s = &held
		}
		s.add(tagger.Tag(&doc), d.times, nil)
	}
	fmt.Fprintf(w, "%-9s %5s %5s %7s %7s %7s %7s %7s\n", "part", "docs", "gold", "P", "R", "F1", "value", "type")
	for _, r := range [...]struct {
		name string
		s    TimexScores
	}{{"tuned on", tuned}, {"held out", held}} {
		s := r.s
		fmt.Fprintf(w, "%-9s %5d %5d %7.3f %7.3f %7.3f %7.3f %7.3f\n", r.name, s.Docs, s.Spans.Gold,
			s.Spans.Precision(), s.Spans.Recall(), s.Spans.F1(), s.Value.F1(), s.Type.F1())
	}
	return nil
}

// TimexScores count spans that overlap, and of them the right values and types.
type TimexScores struct {
	Docs               int
	Spans, Value, Type Count
}

// add matches found with gold, both sorted, each at most once; note, if not
// nil, is told of every pair and of what is left alone.
func (s *TimexScores) add(found, gold []record.Time, note func(f, g *record.Time)) {
	s.Docs++
	for _, c := range [...]*Count{&s.Spans, &s.Value, &s.Type} {
		c.Found += len(found)
		c.Gold += len(gold)
	}
	if note == nil {
		note = func(f, g *record.Time) {}
	}
	j := 0
	for i := range found {
		f := &found[i]
		for j < len(gold) && gold[j].Span.End <= f.Span.Start {
			note(nil, &gold[j])
			j++
		}
		if j == len(gold) || gold[j].Span.Start >= f.Span.End {
			note(f, nil)
			continue
		}
		g := &gold[j]
		j++
		s.Spans.Right++
		if f.Value == g.Value {
			s.Value.Right++
		}
		if f.Type == g.Type {
			s.Type.Right++
		}
		note(f, g)
	}
	for ; j < len(gold); j++ {
		note(nil, &gold[j])
	}
}

type timeDoc struct {
	name, body string
	date       text.Date
	times      []record.Time
	held       bool
}

// readTimeML reads the documents in the order of their names.
func readTimeML(sharedDir string) ([]timeDoc, error) {
	var paths []string
	for _, part := range [...]string{"TimeBank", "AQUAINT"} {
		p, err := filepath.Glob(filepath.Join(sharedDir, "data/time/TBAQ-cleaned", part, "*.tml"))
		if err != nil {
			return nil, err
		}
		paths = append(paths, p...)
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("no TimeML documents under %s", filepath.Join(sharedDir, "data/time"))
	}
	sort.Strings(paths)
	docs := make([]timeDoc, 0, len(paths))
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			return nil, err
		}
		d, err := parseTimeML(filepath.Base(p), string(b))
		if err != nil {
			return nil, err
		}
		docs = append(docs, d)
	}
	return docs, nil
}

// parseTimeML takes the plain text and the TIMEX3 spans of one document.
func parseTimeML(name, s string) (timeDoc, error) {
	h := fnv.New32a()
	h.Write([]byte(name))
	d := timeDoc{name: name, held: h.Sum32()%5 == 0}
	if _, dct, ok := strings.Cut(s, "<DCT>"); ok {
		var y, m, day int
		if _, err := fmt.Sscanf(attribute(dct[:strings.IndexByte(dct, '>')], "value"), "%4d-%2d-%2d", &y, &m, &day); err == nil {
			d.date = text.Date{Year: int16(y), Month: int8(m), Day: int8(day)}
		}
	}
	_, in, ok := strings.Cut(s, "<TEXT>")
	if !ok {
		return d, fmt.Errorf("%s has no TEXT", name)
	}
	in, _, _ = strings.Cut(in, "</TEXT>")
	var sb strings.Builder
	var open []int
	for in != "" {
		i := strings.IndexByte(in, '<')
		if i < 0 {
			i = len(in)
		}
		sb.WriteString(unescape.Replace(in[:i]))
		in = in[i:]
		end := strings.IndexByte(in, '>')
		if end < 0 {
			break
		}
		tag := in[1:end]
		in = in[end+1:]
		switch {
		case strings.HasPrefix(tag, "TIMEX3"):
			open = append(open, len(d.times))
			d.times = append(d.times, record.Time{
				Type: attribute(tag, "type"), Value: attribute(tag, "value"), Span: record.Span{Start: int32(sb.Len())},
			})
		case strings.HasPrefix(tag, "/TIMEX3") && len(open) > 0:
			t := &d.times[open[len(open)-1]]
			open = open[:len(open)-1]
			t.Span.End = int32(sb.Len())
			t.Text = sb.String()[t.Span.Start:]
		}
	}
	d.body = sb.String()
	return d, nil
}

var unescape = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'")

// attribute is the value of an XML attribute in a tag.
func attribute(tag, name string) string {
	_, v, ok := strings.Cut(tag, " "+name+`="`)
	if !ok {
		return ""
	}
	v, _, _ = strings.Cut(v, `"`)
	return v
}
