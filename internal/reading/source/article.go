package source

import (
	"strings"

	"entente/internal/text"
)

// An articleFinder tells the lines of the article from those of the page around
// it. It drops what names itself as something else (comments, related stories,
// menus), chooses the block whose paragraphs weigh most, takes in blocks beside
// it that read alike, and then judges what is inside block by block.
type articleFinder struct {
	*pageLines
	out []bool // lines known not to be the article's
}

// isProse: a line long enough and with few enough links to be a paragraph.
func (l *pageLine) isProse() bool {
	return (l.chars >= 60 || l.stop && l.chars >= 30) && l.link*3 < l.chars
}

// isHeading reports whether line k stands in a heading.
func (l *pageLines) isHeading(k int) bool { return l.isHeadingNode(l.lines[k].block) }

func (p *page) isHeadingNode(i int32) bool {
	n := p.nodes[i].name
	return len(n) == 2 && n[0] == 'h' && n[1] >= '1' && n[1] <= '6'
}

func (l *pageLines) span(i int32) (from, to int) {
	return int(l.first[i]), int(l.first[l.nodes[i].end])
}

// A tally is what stands in the lines of a block, in characters.
type tally struct{ prose, headings, chars, link int }

func (f *articleFinder) tally(i int32) (t tally) {
	from, to := f.span(i)
	for k := from; k < to; k++ {
		if f.out[k] {
			continue
		}
		l := &f.lines[k]
		t.chars += int(l.chars)
		t.link += int(l.link)
		if l.isProse() {
			t.prose += int(l.chars)
		} else if f.isHeading(k) {
			t.headings += int(l.chars)
		}
	}
	return t
}

// rest is what is neither prose nor heading.
func (t tally) rest() int { return t.chars - t.prose - t.headings }

func (t tally) density() float64 {
	if t.chars == 0 {
		return 0
	}
	return float64(t.link) / float64(t.chars)
}

// An article is what was found of one in a page.
type article struct {
	*pageLines
	keep        []bool // lines of the article
	start, last int32  // the first and the last of them
	headline    int32  // the node of the headline, or where the article begins
	language    string // as the page declares it
}

// findArticle marks the lines of the article.
func findArticle(l *pageLines) *article {
	f := &articleFinder{pageLines: l, out: make([]bool, len(l.lines))}
	f.dropNamed()
	a := &article{pageLines: l, keep: make([]bool, len(l.lines)), start: -1}
	for _, i := range f.withSiblings(f.root()) {
		from, to := f.span(i)
		for k := from; k < to; k++ {
			a.keep[k] = !f.out[k]
		}
	}
	f.judge(a.keep)
	if f.onlyLinks(a.keep) {
		clear(a.keep)
	}
	for k, keep := range a.keep {
		if keep {
			if a.start < 0 {
				a.start = int32(k)
			}
			a.last = int32(k)
		}
	}
	return a
}

// wholeArticle takes all lines for the article's: those of a piece that a feed
// gives out as one.
func wholeArticle(l *pageLines) *article {
	a := &article{pageLines: l, keep: make([]bool, len(l.lines)), last: int32(len(l.lines)) - 1}
	for k := range a.keep {
		a.keep[k] = true
	}
	return a
}

// onlyLinks reports whether what is left is a menu after all.
func (f *articleFinder) onlyLinks(keep []bool) bool {
	chars, link := 0, 0
	for k := range keep {
		if keep[k] {
			chars += int(f.lines[k].chars)
			link += int(f.lines[k].link)
		}
	}
	return link*5 > chars*4
}

// findHeadline is the heading that says what the page says its title is; else
// the last h1 before the article that is not of a dropped part; without one, the
// block of the article's first line.
func (a *article) findHeadline(title string) int32 {
	block := a.lines[a.start].block
	found := int32(0)
	for i := int32(1); i < int32(len(a.nodes)); i++ {
		n := &a.nodes[i]
		if !a.isHeadingNode(i) || a.first[i] == a.first[n.end] {
			continue
		}
		if s := a.content(i, maxHeadline); len(s) > 10 && len(title) > 10 && (strings.HasPrefix(title, s) || strings.HasPrefix(s, title)) {
			return i
		}
		if n.name == "h1" && (i < block || found == 0) {
			found = i
		}
	}
	if found > 0 {
		return found
	}
	return block
}

// render makes the text of the article and marks its headings, which only the
// markup tells apart from prose.
func (a *article) render() (string, []text.Zone) {
	var b strings.Builder
	var marks []text.Zone
	for k, keep := range a.keep {
		if !keep {
			continue
		}
		l := &a.lines[k]
		if b.Len() > 0 {
			b.WriteString("\n\n"[:l.gap])
		}
		from := b.Len()
		b.Write(a.text[l.from:l.to])
		// Some pages set their first paragraph as a heading.
		if s := b.String()[from:]; a.isHeading(k) && len(s) <= maxTitle && !(len(s) > 100 && hasStop(s)) {
			marks = append(marks, text.Zone{Span: text.Span{Start: int32(from), End: int32(b.Len())}, Kind: text.ZoneTitle})
		}
	}
	return b.String(), marks
}

func (f *articleFinder) drop(i int32) {
	from, to := f.span(i)
	for k := from; k < to; k++ {
		f.out[k] = true
	}
}

// dropNamed drops the subtrees that say they are something else, unless most of
// the page's prose stands in them.
func (f *articleFinder) dropNamed() {
	all := 0
	for k := range f.lines {
		if f.lines[k].isProse() {
			all += int(f.lines[k].chars)
		}
	}
	for i := int32(1); i < int32(len(f.nodes)); {
		n := &f.nodes[i]
		if n.kind == tagText || n.kind == void || n.name == "html" || n.name == "body" {
			i++
			continue
		}
		if n.kind == raw || n.kind == dropped {
			i = n.end
			continue
		}
		from, to := f.span(i)
		if from == to {
			i = n.end
			continue
		}
		switch f.named(i) {
		case other:
			if t := f.tally(i); t.prose*5 < all*2 && !f.quotesPost(i) {
				f.drop(i)
				i = n.end
				continue
			}
		case never:
			f.drop(i)
			i = n.end
			continue
		}
		i++
	}
}

func (f *articleFinder) root() int32 { return f.grow(f.rootOnly()) }

// root chooses the block in which the paragraphs of the article lie.
func (f *articleFinder) rootOnly() int32 {
	score := make([]float64, len(f.nodes))
	var touched []int32
	for k := range f.lines {
		l := &f.lines[k]
		if f.out[k] || l.chars < 25 || f.isHeading(k) {
			continue
		}
		s := 1 + float64(l.commas) + min(float64(l.chars)/100, 3)
		s *= 1 - float64(l.link)/float64(l.chars)
		at := l.block
		if n := f.nodes[at].name; n == "p" || n == "pre" || n == "blockquote" {
			at = f.nodes[at].parent
		}
		for level := 0; at > 0 && level < 5; level++ {
			if score[at] == 0 {
				touched = append(touched, at)
				score[at] = f.weight(at)
			}
			switch level {
			case 0:
				score[at] += s
			case 1:
				score[at] += s / 2
			default:
				score[at] += s / float64(3*level)
			}
			at = f.nodes[at].parent
			for at > 0 && f.nodes[at].kind == inline {
				at = f.nodes[at].parent
			}
		}
	}
	best := int32(0)
	for _, i := range touched {
		score[i] *= 1 - f.tally(i).density()
	}
	for _, i := range touched {
		if best == 0 || score[i] > score[best] {
			best = i
		}
	}
	if best == 0 {
		return 0
	}
	return best
}

// grow takes a block above root where what it adds is prose and next to nothing
// else: articles are often laid out in several blocks. It does not leave the
// element that calls itself the article.
func (f *articleFinder) grow(root int32) int32 {
	have := f.tally(root)
	best := root
	for p := root; p > 0 && f.nodes[p].name != "article" && f.nodes[p].name != "main"; {
		p = f.nodes[p].parent
		t := f.tally(p)
		prose, rest, link := t.prose-have.prose, t.rest()-have.rest(), t.link-have.link
		if prose >= rest*4 && prose >= link*4 && prose*20 > have.prose {
			best, have = p, t
		}
	}
	return best
}

func (f *articleFinder) weight(i int32) float64 {
	switch f.nodes[i].name {
	case "div", "article", "main", "section":
		return 5
	case "pre", "td", "blockquote":
		return 3
	case "address", "ol", "ul", "dl", "dd", "dt", "li", "form":
		return -3
	case "th":
		return -5
	}
	return 0
}

// withSiblings is the root and the blocks beside it that read as parts of the
// same article.
func (f *articleFinder) withSiblings(root int32) []int32 {
	if root == 0 {
		return nil
	}
	out := []int32{root}
	parent := f.nodes[root].parent
	for i := parent + 1; i < f.nodes[parent].end; i = f.nodes[i].end {
		if i == root || f.nodes[i].kind != block && f.nodes[i].kind != para {
			continue
		}
		t := f.tally(i)
		if f.nodes[i].name == "p" && (t.chars > 80 && t.density() < 0.25) {
			out = append(out, i)
		}
	}
	return out
}
