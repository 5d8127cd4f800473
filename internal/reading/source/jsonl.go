package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"entente/internal/diag"
	"entente/internal/text"
)

// A jsonDoc is one line. The id may be a string or a number.
type jsonDoc struct {
	ID        json.RawMessage `json:"id"`
	Date      string          `json:"date"`
	Title     string          `json:"title"`
	Text      *string         `json:"text"`
	URL       string          `json:"url"`
	Publisher string          `json:"publisher"`
	Language  string          `json:"language"`
}

func looksJSON(head []byte) bool {
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	rest := bytes.TrimLeft(head[1:], " \t\r\n")
	return len(rest) == 0 || rest[0] == '"' || rest[0] == '}'
}

// nextJSON reads one line. A line that cannot be read is reported with its
// column, and the next line is read as if nothing had happened.
func nextJSON(in *input) (*text.Document, error) {
	for {
		if in.more != nil {
			if doc := in.more.next(); doc != nil {
				markZones(doc, in.opts.Date)
				return doc, nil
			}
			in.more = nil
		}
		line, err := readLine(in.rd, in.buf[:0], in.opts.MaxLine)
		if err == io.EOF {
			return nil, io.EOF
		}
		in.buf = line
		in.line++
		if err == errLong {
			return nil, tooLong(in.path, in.line, in.opts.MaxLine)
		}
		if err != nil {
			in.next = ended
			return nil, readError(in.path, err)
		}
		if in.line == 1 {
			line = bytes.TrimPrefix(line, []byte(bom))
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		doc, derr := in.decodeLine(line)
		if derr != nil {
			derr.File, derr.Line = in.path, in.line
			return nil, derr
		}
		if cap(in.buf) > longText {
			in.buf = nil // one long line must not be paid for to the end
		}
		if len(doc.Body) > longText {
			in.more = &jsonParts{whole: *doc, rest: doc.Body, parts: parts{id: doc.ID}}
			continue
		}
		markZones(doc, in.opts.Date)
		return doc, nil
	}
}

// jsonParts hands out a long text of one line in parts, as nextPlain does with
// a long file; their offsets count in the decoded text.
type jsonParts struct {
	whole text.Document
	rest  string
	parts parts
}

func (j *jsonParts) next() *text.Document {
	for j.rest != "" {
		body := j.rest[:cutPart(j.rest)]
		j.rest = j.rest[len(body):]
		if strings.TrimSpace(body) == "" {
			j.parts.pass(body)
			continue
		}
		doc := j.whole
		doc.Body = body
		j.parts.add(&doc)
		return &doc
	}
	return nil
}

func (in *input) decodeLine(line []byte) (*text.Document, *diag.Error) {
	if i := bytes.IndexByte(line, 0); i >= 0 {
		return nil, &diag.Error{Column: i + 1, Msg: "zero byte in a JSON line", Reason: diag.Binary}
	}
	if !utf8.Valid(line) {
		s := string(line)
		return nil, encodingError(in.path, s, badUTF8(s), in.line, 0)
	}
	var j jsonDoc
	if err := json.Unmarshal(line, &j); err != nil {
		return nil, jsonError(line, err)
	}
	if j.Text == nil {
		return nil, &diag.Error{Column: 1, Msg: `no field "text"`, Hint: textHint(line), Reason: diag.Syntax}
	}
	if strings.TrimSpace(*j.Text) == "" {
		return nil, &diag.Error{Msg: `field "text" is empty`, Reason: diag.Empty}
	}
	if len(*j.Text) > maxBody {
		return nil, &diag.Error{Msg: "text is longer than " + size(maxBody), Reason: diag.TooLong}
	}
	doc := &text.Document{
		Path: in.path, Line: in.line,
		Title: j.Title, URL: j.URL, Publisher: j.Publisher, Language: j.Language,
		Body: *j.Text,
	}
	var derr *diag.Error
	if doc.ID, derr = jsonID(line, j.ID); derr != nil {
		return nil, derr
	}
	if doc.ID == "" {
		doc.ID = in.path + ":" + strconv.Itoa(in.line)
	}
	if strings.TrimSpace(j.Date) != "" {
		if doc.Published, derr = readDate(j.Date); derr != nil {
			derr.Column = column(line, j.Date)
			return nil, derr
		}
	}
	return doc, nil
}

func jsonID(line []byte, raw json.RawMessage) (string, *diag.Error) {
	if len(raw) == 0 || string(raw) == "null" {
		return "", nil
	}
	if raw[0] == '"' {
		var s string
		if err := json.Unmarshal(raw, &s); err == nil {
			return s, nil
		}
	}
	if raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9' {
		return string(raw), nil
	}
	return "", &diag.Error{Column: column(line, string(raw)), Msg: `field "id" must be a string or a number`, Reason: diag.Syntax}
}

// column is where value stands in line, 1-based; 0 when it is written with
// escapes and cannot be found.
func column(line []byte, value string) int { return bytes.Index(line, []byte(value)) + 1 }

func jsonError(line []byte, err error) *diag.Error {
	var se *json.SyntaxError
	if errors.As(err, &se) {
		if se.Offset >= int64(len(line)) && strings.Contains(se.Error(), "unexpected end") {
			return &diag.Error{Column: len(line), Msg: "JSON line breaks off", Hint: hintJSON(line), Reason: diag.Syntax}
		}
		return &diag.Error{Column: int(se.Offset), Msg: "not JSON: " + se.Error(), Hint: hintJSON(line), Reason: diag.Syntax}
	}
	var te *json.UnmarshalTypeError
	if errors.As(err, &te) {
		if te.Field == "" {
			return &diag.Error{Column: 1, Msg: fmt.Sprintf("JSON %s where an object is wanted", te.Value), Hint: hintJSON(line), Reason: diag.Syntax}
		}
		return &diag.Error{Column: int(te.Offset), Msg: fmt.Sprintf("field %q must be a string, not a %s", te.Field, te.Value), Reason: diag.Syntax}
	}
	return &diag.Error{Msg: "not JSON: " + err.Error(), Reason: diag.Syntax}
}

func hintJSON(line []byte) string {
	switch b := bytes.TrimSpace(line); {
	case len(b) > 0 && b[0] == '[':
		return "one object a line is wanted; an array is turned into lines by: jq -c '.[]' FILE"
	case len(b) < 3:
		return "one object a line is wanted; an indented file is turned into lines by: jq -c . FILE"
	}
	return ""
}

// textHint names the field that was probably meant as the text.
func textHint(line []byte) string {
	var all map[string]json.RawMessage
	if json.Unmarshal(line, &all) != nil {
		return ""
	}
	for _, k := range []string{"body", "content", "article", "maintext", "event_text", "story"} {
		if _, ok := all[k]; ok {
			return fmt.Sprintf("rename the field: jq -c '.text = .%s' FILE", k)
		}
	}
	return "each line needs the article's text under \"text\""
}
