package attribution

import (
	"unicode/utf8"

	"entente/internal/text"
)

// quotes marks the tokens within quotation marks: in[t] is the number of the
// quotation that holds t, from 1, or 0; ends are the tokens of its marks. A
// quotation that its paragraph leaves open goes on at the next paragraph if that
// opens with a mark, as newspapers print long speeches.
type quotes struct {
	in   []int32
	ends []quoteEnds // of each quotation; ends[0] is none
}

type quoteEnds struct{ open, close int32 }

func (q *quotes) read(doc *text.Document) {
	n := len(doc.Tokens)
	if cap(q.in) < n {
		q.in = make([]int32, n)
	}
	q.in = q.in[:n]
	clear(q.in)
	q.ends = append(q.ends[:0], quoteEnds{-1, -1})
	open := int32(-1)
	closeAt := func(end, last int32) {
		k := int32(len(q.ends))
		q.ends = append(q.ends, quoteEnds{open, end})
		for t := open; t < last; t++ {
			q.in[t] = k
		}
		open = -1
	}
	for t := range doc.Tokens {
		tk := &doc.Tokens[t]
		if open >= 0 && t > 0 && paragraph(doc, int32(t)) {
			closeAt(int32(t)-1, int32(t)) // left open: its paragraph is quoted to the end
		}
		switch side := quoteSide(doc, tk); {
		case side == 0:
		case open < 0 && side != closing:
			open = int32(t)
		case open >= 0 && side != opening:
			closeAt(int32(t), int32(t)+1)
		}
	}
	if open >= 0 {
		closeAt(int32(n)-1, int32(n))
	}
}

const (
	opening = 1 + iota
	closing
	either
)

// quoteSide tells what a token is as a mark of quotation, 0 for none: curly
// marks say which side they are on, straight ones by what they touch.
func quoteSide(doc *text.Document, tk *text.Token) int {
	if tk.End-tk.Start > 4 {
		return 0
	}
	switch doc.Body[tk.Start:tk.End] {
	case "“", "«", "„", "``":
		return opening
	case "”", "»", "''":
		return closing
	case "\"":
		before, _ := utf8.DecodeLastRuneInString(doc.Body[:tk.Start])
		after, _ := utf8.DecodeRuneInString(doc.Body[tk.End:])
		left, right := spaceOrEdge(before), spaceOrEdge(after)
		switch {
		case left && !right:
			return opening
		case right && !left:
			return closing
		}
		return either
	}
	return 0
}

func spaceOrEdge(r rune) bool {
	return r == utf8.RuneError || r <= ' ' || r == '(' || r == '—' || r == '\u00a0'
}

// paragraph reports whether a line break lies before token t.
func paragraph(doc *text.Document, t int32) bool {
	for i := doc.Tokens[t-1].End; i < doc.Tokens[t].Start; i++ {
		if doc.Body[i] == '\n' {
			return true
		}
	}
	return false
}
