package source

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"entente/internal/diag"
	"entente/internal/text"
)

func looksPetrarch(head []byte) bool {
	if len(head) == 0 || head[0] != '<' {
		return false
	}
	return bytes.Contains(head, []byte("<Sentence ")) || bytes.Contains(head, []byte("<Sentences>")) ||
		bytes.Contains(head, []byte("<Sentence>"))
}

// A petrarchReader walks one XML file.
type petrarchReader struct {
	dec  *xml.Decoder
	feed *cleanFeed
	n    int  // <Sentence> elements seen
	dead bool // the file broke off
}

// nextPetrarch reads the next <Sentence>: its attributes and its <Text>. A
// <Parse> is left aside, since the text is parsed anew.
func nextPetrarch(in *input) (*text.Document, error) {
	if in.xml == nil {
		feed := &cleanFeed{rd: in.rd, limit: in.opts.MaxLine}
		if h, _ := in.rd.Peek(3); string(h) == bom {
			in.rd.Discard(3)
		}
		in.xml = &petrarchReader{dec: xml.NewDecoder(feed), feed: feed}
		in.xml.dec.Strict = false
		in.xml.dec.CharsetReader = func(label string, r io.Reader) (io.Reader, error) { return r, nil }
	}
	p := in.xml
	if p.dead {
		return nil, io.EOF
	}
	for {
		tok, err := p.dec.Token()
		if err == io.EOF {
			if p.n == 0 {
				p.dead = true
				return nil, &diag.Error{File: in.path, Msg: "XML without a <Sentence>", Hint: "of XML only PETRARCH's <Sentence><Text> is read", Reason: diag.Syntax}
			}
			return nil, io.EOF
		}
		if err != nil {
			return nil, in.xmlError(err)
		}
		start, ok := tok.(xml.StartElement)
		if !ok || start.Name.Local != "Sentence" {
			continue
		}
		p.n++
		line, _ := p.dec.InputPos()
		return in.petrarchSentence(start, line)
	}
}

func (in *input) petrarchSentence(start xml.StartElement, line int) (*text.Document, error) {
	p := in.xml
	doc := &text.Document{Path: in.path, Line: line}
	date := ""
	for _, a := range start.Attr {
		switch strings.ToLower(a.Name.Local) {
		case "id":
			doc.ID = a.Value
		case "date":
			date = a.Value
		case "source":
			doc.Publisher = a.Value
		case "url":
			doc.URL = a.Value
		}
	}
	if doc.ID == "" {
		doc.ID = in.path + ":" + strconv.Itoa(line)
	}
	var body strings.Builder
	inText := false
	for {
		tok, err := p.dec.Token()
		if err != nil {
			return nil, in.xmlError(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			inText = t.Name.Local == "Text"
		case xml.CharData:
			if inText {
				body.Write(t)
			}
		case xml.EndElement:
			inText = false
			if t.Name.Local != "Sentence" {
				continue
			}
			doc.Body = body.String()
			if strings.TrimSpace(doc.Body) == "" {
				return nil, &diag.Error{File: in.path, Line: line, Msg: "<Sentence> " + doc.ID + " has no <Text>", Reason: diag.Empty}
			}
			if date != "" {
				d, derr := readDate(date)
				if derr != nil {
					derr.File, derr.Line = in.path, line
					return nil, derr
				}
				doc.Published = d
			}
			markZones(doc, in.opts.Date)
			return doc, nil
		}
	}
}

func (in *input) xmlError(err error) *diag.Error {
	in.xml.dead = true
	line, col := in.xml.dec.InputPos()
	if in.xml.feed.bad != nil {
		e := *in.xml.feed.bad
		e.File = in.path
		return &e
	}
	e := &diag.Error{File: in.path, Line: line, Column: col, Msg: "XML breaks off", Reason: diag.Syntax}
	if found := (*diag.Error)(nil); errors.As(err, &found) {
		return readError(in.path, found)
	}
	var se *xml.SyntaxError
	if errors.As(err, &se) {
		if strings.Contains(se.Msg, "UTF-8") {
			e.Reason, e.Hint = diag.Encoding, "convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE"
		}
		e.Msg = "XML: " + strings.Replace(se.Msg, "unexpected EOF", "the file breaks off", 1)
	} else if err != io.EOF && err != io.ErrUnexpectedEOF {
		e.Msg = "XML: " + err.Error()
	}
	return e
}

// A cleanFeed stops the decoder at a line longer than limit, before it has
// swallowed it.
type cleanFeed struct {
	rd     io.Reader
	limit  int
	line   int
	inLine int
	bad    *diag.Error
}

func (f *cleanFeed) Read(p []byte) (int, error) {
	if f.bad != nil {
		return 0, f.bad
	}
	n, err := f.rd.Read(p)
	for b := p[:n]; ; {
		i := bytes.IndexByte(b, '\n')
		if i < 0 {
			f.inLine += len(b)
			break
		}
		f.line++
		f.inLine = 0
		b = b[i+1:]
	}
	if f.inLine > f.limit {
		f.bad = tooLong("", f.line+1, f.limit)
		return 0, f.bad
	}
	return n, err
}
