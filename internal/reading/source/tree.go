package source

import (
	"strings"

	"golang.org/x/net/html"
)

// A page is an HTML page as a flat tree: elements and texts in the order of the
// page, each with the end of its subtree, so that whatever is counted over a
// subtree is a difference of two prefix sums. It follows the browsers' rules as
// far as reading text needs them (void elements, raw text, implied ends) and is
// lenient beyond: formatting that overlaps is not reconstructed. It is some five
// times faster than a full parser, which was three quarters of the time of
// reading a page. Strings are parts of the page.
type page struct {
	src   string
	nodes []node
}

// A node is an element or, with tag tagText, a run of characters.
type node struct {
	name   string // element name in small letters; "" for a text
	data   string // raw attributes of an element, raw characters of a text
	parent int32
	end    int32 // index after the subtree
	kind   tagKind
}

// A tagKind is what the reader of articles needs to know of an element.
type tagKind uint8

const (
	inline  tagKind = iota // and every element we have not heard of
	block                  // ends the line before and after it
	para                   // a block set off by blank lines
	void                   // has no content
	raw                    // its content is characters, not elements
	dropped                // holds no text of the page
	tagText
)

var tagKinds = map[string]tagKind{
	"p": para, "blockquote": para, "h1": para, "h2": para, "h3": para, "h4": para, "h5": para, "h6": para, "ul": para, "ol": para, "dl": para, "table": para, "pre": para, "figure": para, "figcaption": para,
	"html": block, "body": block, "div": block, "li": block, "dt": block, "dd": block, "header": block, "footer": block, "main": block, "section": block, "article": block, "aside": block, "nav": block, "address": block,
	"tr": block, "caption": block, "form": block, "fieldset": block, "center": block, "details": block, "summary": block, "hgroup": block, "menu": block, "tbody": block, "thead": block, "tfoot": block, "td": block, "th": block, "dialog": block,
	"area": void, "base": void, "br": void, "col": void, "embed": void, "hr": void, "img": void, "input": void, "link": void, "meta": void, "param": void, "source": void, "track": void, "wbr": void,
	"script": raw, "style": raw, "title": raw, "textarea": raw, "iframe": raw, "noembed": raw, "noframes": raw, "xmp": raw,
	"head": dropped, "svg": dropped, "math": dropped, "audio": dropped, "video": dropped, "canvas": dropped, "noscript": dropped, "button": dropped, "select": dropped, "template": dropped, "object": dropped, "datalist": dropped, "map": dropped,
}

// Limits of one page. An element nested deeper is laid beside the others, as
// browsers do; a page of more parts is refused, since its tree would take many
// times its bytes.
const (
	maxDepth = 256
	maxNodes = 1 << 20
)

// parsePage makes the tree of src; false when it has more than maxNodes parts.
func parsePage(src string) (*page, bool) {
	t := treeBuilder{page: page{src: src, nodes: make([]node, 0, 64+min(len(src)/48, maxNodes))}}
	t.open("#root", "", block)
	for at := 0; at < len(src); {
		i := strings.IndexByte(src[at:], '<')
		if i < 0 {
			t.text(src[at:])
			break
		}
		i += at
		n := markupLen(src[i:])
		if n == 0 { // a "<" of the text
			n = 1
			for i+n < len(src) && src[i+n] != '<' {
				n++
			}
			t.text(src[at : i+n])
			at = i + n
			continue
		}
		if i > at {
			t.text(src[at:i])
		}
		at = i + n
		if c := src[i+1]; c != '!' && c != '?' {
			at += t.tag(src[i+1:i+n], src[at:])
		}
		if t.tags > maxNodes || len(t.nodes) > maxNodes {
			return nil, false
		}
	}
	for len(t.stack) > 0 {
		t.pop()
	}
	return &t.page, true
}

// markupLen is the length of the tag, comment or declaration at the start of
// s, which begins with "<"; 0 when it is a character of the text. What breaks
// off reaches to the end.
func markupLen(s string) int {
	if len(s) < 2 {
		return 0
	}
	switch c := s[1] | 0x20; {
	case strings.HasPrefix(s, "<!--"):
		if strings.HasPrefix(s, "<!-->") {
			return 5
		}
		return through(s, 4, "-->")
	case strings.HasPrefix(s, "<![CDATA["):
		return through(s, 9, "]]>")
	case s[1] == '!' || s[1] == '?':
		return through(s, 2, ">")
	case s[1] == '/':
		if len(s) > 2 && (s[2]|0x20 >= 'a' && s[2]|0x20 <= 'z') {
			return through(s, 2, ">")
		}
		return 0
	case c < 'a' || c > 'z':
		return 0
	}
	// Attributes: a ">" within quotes after "=" ends nothing.
	for i := 2; i < len(s); i++ {
		switch s[i] {
		case '>':
			return i + 1
		case '=':
			j := i + 1
			for j < len(s) && isSpace(s[j]) {
				j++
			}
			if j < len(s) && (s[j] == '"' || s[j] == '\'') {
				k := strings.IndexByte(s[j+1:], s[j])
				if k < 0 {
					return len(s)
				}
				i = j + 1 + k
			}
		}
	}
	return len(s)
}

func through(s string, from int, end string) int {
	if i := strings.Index(s[from:], end); i >= 0 {
		return from + i + len(end)
	}
	return len(s)
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

type treeBuilder struct {
	page
	stack []int32
	tags  int
	paras int // open <p>
}

func (t *treeBuilder) text(s string) {
	t.nodes = append(t.nodes, node{data: s, parent: t.stack[len(t.stack)-1], end: int32(len(t.nodes) + 1), kind: tagText})
}

func (t *treeBuilder) open(name, attrs string, kind tagKind) {
	parent := int32(-1)
	if n := len(t.stack); n > 0 {
		parent = t.stack[n-1]
	}
	if name == "p" {
		t.paras++
	}
	t.stack = append(t.stack, int32(len(t.nodes)))
	t.nodes = append(t.nodes, node{name: name, data: attrs, parent: parent, kind: kind})
}

func (t *treeBuilder) pop() {
	n := len(t.stack) - 1
	top := &t.nodes[t.stack[n]]
	if top.end = int32(len(t.nodes)); top.name == "p" {
		t.paras--
	}
	t.stack = t.stack[:n]
}

// tag takes the inside of a tag ("p class=x>", "/p>") and returns how much of
// the rest of the page it swallows: the content of a raw element.
func (t *treeBuilder) tag(s, rest string) int {
	t.tags++
	s = strings.TrimSuffix(s, ">")
	closing := s[0] == '/'
	if closing {
		s = s[1:]
	}
	n := 0
	for n < len(s) && !isSpace(s[n]) && s[n] != '/' {
		n++
	}
	name := strings.ToLower(s[:n])
	kind := tagKinds[name]
	if closing {
		if name == "br" {
			t.start("br", "", void)
		} else {
			t.close(name, kind)
		}
		return 0
	}
	t.start(name, s[n:], kind)
	if kind != raw {
		return 0
	}
	end, next := rawEnd(rest, name)
	if end > 0 {
		t.text(rest[:end])
	}
	t.pop()
	return next
}

// rawEnd finds "</name" in s: where the content ends, and the markup after it.
func rawEnd(s, name string) (end, next int) {
	for at := 0; ; {
		i := strings.Index(s[at:], "</")
		if i < 0 {
			return len(s), len(s)
		}
		at += i
		if after := at + 2 + len(name); after <= len(s) && strings.EqualFold(s[at+2:after], name) && (after == len(s) || isSpace(s[after]) || s[after] == '>' || s[after] == '/') {
			return at, at + through(s[at:], 2, ">")
		}
		at += 2
	}
}

// inHead may stand in a head without ending it.
var inHead = map[string]bool{"title": true, "meta": true, "link": true, "script": true, "style": true, "noscript": true, "base": true, "template": true}

func (t *treeBuilder) start(name, attrs string, kind tagKind) {
	top := t.nodes[t.stack[len(t.stack)-1]].name
	switch name {
	case "html", "body":
		if t.within(name, "") {
			return
		}
	case "li":
		t.closeWithin("li", "ul", "ol", "menu")
	case "dt", "dd":
		t.closeWithin("dt", "dl", "dd")
		t.closeWithin("dd", "dl", "dt")
	case "tr":
		t.closeWithin("tr", "table", "tbody")
	case "td", "th":
		t.closeWithin("td", "tr", "table")
		t.closeWithin("th", "tr", "table")
	case "tbody", "thead", "tfoot":
		for _, part := range []string{"tbody", "thead", "tfoot"} {
			t.closeWithin(part, "table", "")
		}
	case "a":
		t.closeWithin("a", "td", "table")
	case "h1", "h2", "h3", "h4", "h5", "h6":
		if len(top) == 2 && top[0] == 'h' && top[1] >= '1' && top[1] <= '6' {
			t.pop()
		}
	}
	if top == "head" && !inHead[name] {
		t.pop()
	}
	if t.paras > 0 && (kind == para || kind == block && name != "td" && name != "th" && name != "tr") {
		t.closeWithin("p", "td", "th", "button", "object", "caption")
	}
	if len(t.stack) >= maxDepth && kind != void && kind != raw {
		t.pop()
	}
	t.open(name, attrs, kind)
	if kind == void || strings.HasSuffix(attrs, "/") && t.within("svg", "") {
		t.pop()
	}
}

// within reports whether an element of that name is open, above the first named
// until.
func (t *treeBuilder) within(name, until string) bool {
	for i := len(t.stack) - 1; i > 0; i-- {
		switch t.nodes[t.stack[i]].name {
		case name:
			return true
		case until:
			return false
		}
	}
	return false
}

// closeWithin ends the innermost element of that name unless one of the others
// stands between.
func (t *treeBuilder) closeWithin(name string, until ...string) {
	for i := len(t.stack) - 1; i > 0; i-- {
		n := t.nodes[t.stack[i]].name
		if n == name {
			for len(t.stack) > i {
				t.pop()
			}
			return
		}
		for _, u := range until {
			if n == u {
				return
			}
		}
	}
}

// close ends the innermost element of that name. An end without a beginning is
// passed over, and formatting does not end blocks. Body and page end with the
// file: what stands behind them is shown as well.
func (t *treeBuilder) close(name string, kind tagKind) {
	if name == "body" || name == "html" {
		return
	}
	for i := len(t.stack) - 1; i > 0; i-- {
		n := &t.nodes[t.stack[i]]
		if n.name == name {
			for len(t.stack) > i {
				t.pop()
			}
			return
		}
		if kind == inline && (n.kind == block || n.kind == para) || n.name == "table" && name != "table" && kind != dropped && !outsideTable[name] {
			return
		}
	}
}

// outsideTable ends reach through an open table, since pages forget to end it.
var outsideTable = map[string]bool{"article": true, "main": true, "section": true, "body": true}

// attr is the value of an attribute of node i, entities resolved.
func (p *page) attr(i int32, key string) string {
	v, _ := p.lookup(i, key)
	return v
}

// lookup also says whether the attribute is there at all.
func (p *page) lookup(i int32, key string) (string, bool) {
	for s := p.nodes[i].data; ; {
		var name, value string
		if name, value, s = nextAttr(s); name == "" {
			return "", false
		}
		if len(name) == len(key) && strings.EqualFold(name, key) {
			return html.UnescapeString(value), true
		}
	}
}

// nextAttr reads the first attribute of s; without one, name is empty.
func nextAttr(s string) (name, value, rest string) {
	for s != "" && (isSpace(s[0]) || s[0] == '/') {
		s = s[1:]
	}
	if s == "" {
		return "", "", ""
	}
	n := 1
	for n < len(s) && s[n] != '=' && s[n] != '/' && !isSpace(s[n]) {
		n++
	}
	name, s = s[:n], trimSpace(s[n:])
	if s == "" || s[0] != '=' {
		return name, "", s
	}
	if s = trimSpace(s[1:]); s == "" {
		return name, "", ""
	}
	if q := s[0]; q == '"' || q == '\'' {
		value, rest, _ = strings.Cut(s[1:], string(q))
		return name, value, rest
	}
	n = 0
	for n < len(s) && !isSpace(s[n]) {
		n++
	}
	return name, s[:n], s[n:]
}

func trimSpace(s string) string {
	for s != "" && isSpace(s[0]) {
		s = s[1:]
	}
	return s
}

// content is the text below node i, white space folded, up to about limit bytes.
func (p *page) content(i int32, limit int) string {
	var b strings.Builder
	for j := i; j < p.nodes[i].end && b.Len() < limit; j++ {
		if d := p.nodes[j].data; p.nodes[j].kind == tagText {
			b.WriteString(html.UnescapeString(d[:min(len(d), limit)]))
			b.WriteByte(' ')
		}
	}
	return strings.ToValidUTF8(strings.Join(strings.Fields(b.String()), " "), "")
}
