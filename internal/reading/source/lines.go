package source

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// A pageLine is the text between two ends of blocks (or two line breaks): a
// paragraph, a heading, an entry of a menu. Lines of a subtree stand side by
// side, so that what is known of a subtree is a sum over a range of them.
type pageLine struct {
	from, to int32 // bytes of pageLines.text
	chars    int32 // letters and all else but space
	link     int32 // those of them within links
	away     int32 // those of them within links to other sites
	commas   int32
	block    int32 // the innermost block that holds it
	gap      int8  // line ends before it: 1, or 2 for a paragraph
	stop     bool  // ends as a sentence does
}

// pageLines is the text of a page as a reader sees it, line by line.
type pageLines struct {
	*page
	text  []byte
	lines []pageLine
	first []int32 // for each node, the first line that begins at or after it
}

func (l *pageLines) string(i int) string { return string(l.text[l.lines[i].from:l.lines[i].to]) }

// readLines cuts the visible text of a page into lines.
func readLines(p *page, address string) *pageLines {
	l := &pageLines{page: p, text: make([]byte, 0, len(p.src)/8+64), first: make([]int32, len(p.nodes)+1)}
	w := lineWriter{pageLines: l, gap: 2, site: siteOf(address)}
	w.walk()
	return l
}

type lineWriter struct {
	*pageLines
	cur   pageLine
	open  bool
	space bool
	gap   int8
	ends  []openElement
	site  string // of the page, where it is known
	links int
	away  int
}

type openElement struct{ node, end int32 }

func (w *lineWriter) walk() {
	for i := int32(0); i < int32(len(w.nodes)); {
		for n := len(w.ends); n > 0 && w.ends[n-1].end <= i; n = len(w.ends) {
			w.leave(w.ends[n-1].node)
			w.ends = w.ends[:n-1]
		}
		w.first[i] = w.at()
		n := &w.nodes[i]
		switch {
		case n.kind == tagText:
			w.write(i)
			i++
		case n.kind == raw || n.kind == dropped || w.hidden(i):
			w.skip(i)
			i = n.end
		case n.kind == void:
			switch n.name {
			case "br":
				w.flush(1)
			case "hr":
				w.flush(2)
			}
			i++
		default:
			w.enter(i)
			w.ends = append(w.ends, openElement{i, n.end})
			i++
		}
	}
	w.flush(1)
	w.first[len(w.nodes)] = int32(len(w.lines))
}

// at is the number of the next line to begin.
func (w *lineWriter) at() int32 {
	if w.open {
		return int32(len(w.lines)) + 1
	}
	return int32(len(w.lines))
}

// skip leaves a subtree out. A block still parts the lines around it.
func (w *lineWriter) skip(i int32) {
	for j := i; j < w.nodes[i].end; j++ {
		w.first[j] = w.at()
	}
}

func (w *lineWriter) enter(i int32) {
	w.edge(i)
	switch w.nodes[i].kind {
	case block, para:
		w.first[i] = w.at()
	default:
		w.link(i, 1)
	}
}

func (w *lineWriter) leave(i int32) {
	w.edge(i)
	if w.nodes[i].kind == inline {
		w.link(i, -1)
	}
}

// edge ends the line at the beginning or the end of a block.
func (w *lineWriter) edge(i int32) {
	n := &w.nodes[i]
	switch {
	case n.kind != block && n.kind != para:
	case n.name == "td" || n.name == "th":
		if !w.inRow(i) {
			w.flush(1)
		}
		w.space = true
	default:
		w.flush(1 + int8(n.kind-block))
	}
}

// link counts the links that are open. One around whole paragraphs is one that
// the page forgot to close.
func (w *lineWriter) link(i int32, by int) {
	if w.nodes[i].name != "a" {
		return
	}
	paras := 0
	for j := i + 1; j < w.nodes[i].end; j++ {
		if w.nodes[j].name == "p" {
			if paras++; paras > 1 {
				return
			}
		}
	}
	w.links += by
	if w.leadsAway(i) {
		w.away += by
	}
}

// inRow reports whether a cell holds no blocks, so that its row reads as one
// line; cells with blocks in them lay out the page.
func (w *lineWriter) inRow(i int32) bool {
	for j := i + 1; j < w.nodes[i].end; j++ {
		if k := w.nodes[j].kind; k == block || k == para {
			return false
		}
	}
	return true
}

func (w *lineWriter) flush(gap int8) {
	if w.open {
		w.cur.to = int32(len(w.text))
		w.cur.stop = hasStop(string(w.text[max(int(w.cur.from), len(w.text)-16):]))
		w.lines = append(w.lines, w.cur)
		w.open, w.gap = false, 1
	}
	w.gap = max(w.gap, gap)
	w.space = false
}

func (w *lineWriter) write(i int32) {
	s := w.nodes[i].data
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	for s != "" {
		c := s[0]
		if isSpace(c) || strings.HasPrefix(s, "\u00a0") {
			w.space = true
			if c < utf8.RuneSelf {
				s = s[1:]
			} else {
				s = s[2:]
			}
			continue
		}
		n := 1
		for n < len(s) && !isSpace(s[n]) && s[n] != 0xc2 {
			n++
		}
		if !w.open {
			w.begin(i)
		} else if w.space {
			w.text = append(w.text, ' ')
		}
		w.space = false
		w.text = append(w.text, s[:n]...)
		chars := int32(utf8.RuneCountInString(s[:n]))
		w.cur.chars += chars
		if w.links > 0 {
			w.cur.link += chars
			if w.away > 0 {
				w.cur.away += chars
			}
		}
		w.cur.commas += int32(strings.Count(s[:n], ","))
		s = s[n:]
	}
}

func (w *lineWriter) begin(i int32) {
	b := w.nodes[i].parent
	for b > 0 && (w.nodes[b].kind != block && w.nodes[b].kind != para) {
		b = w.nodes[b].parent
	}
	w.cur = pageLine{from: int32(len(w.text)), block: b, gap: w.gap}
	w.open, w.gap = true, 1
}

// hidden reports whether a page takes care not to show an element.
func (w *lineWriter) hidden(i int32) bool {
	n := &w.nodes[i]
	if len(n.data) < 6 {
		return false
	}
	if st := w.attr(i, "style"); st != "" {
		st = strings.ToLower(st)
		if j := strings.Index(st, "display"); j >= 0 && strings.HasPrefix(strings.TrimLeft(st[j+7:], ": "), "none") {
			return true
		}
		if strings.Contains(st, "visibility:hidden") || strings.Contains(st, "visibility: hidden") {
			return true
		}
	}
	if !strings.Contains(n.data, "hidden") {
		return false
	}
	_, hidden := w.lookup(i, "hidden")
	return hidden || w.attr(i, "aria-hidden") == "true"
}

// leadsAway reports whether a link goes to another site. Where the page's own
// site is not known, none does.
func (w *lineWriter) leadsAway(i int32) bool {
	if w.site == "" {
		return false
	}
	to := siteOf(w.attr(i, "href"))
	return to != "" && to != w.site
}

// siteOf is the part of an address that one publisher owns: "bbc.co.uk" of
// "https://www.bbc.co.uk/news"; "" of an address without a host.
func siteOf(address string) string {
	_, host, ok := strings.Cut(address, "//")
	if !ok {
		return ""
	}
	if i := strings.IndexAny(host, "/?#:"); i >= 0 {
		host = host[:i]
	}
	labels := strings.Split(strings.ToLower(host), ".")
	n := len(labels)
	if n < 2 {
		return ""
	}
	if n > 2 && len(labels[n-1]) == 2 && len(labels[n-2]) <= 3 {
		return strings.Join(labels[n-3:], ".")
	}
	return strings.Join(labels[n-2:], ".")
}
