package exchange

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"entente/internal/diag"
	"entente/internal/record"
)

// A Block is what some lines of a file came to. The events of one row are never
// parted between blocks.
type Block struct {
	Rows   int
	Events []record.Event
	Bad    []Bad
}

// A Bad row is one that could not be read.
type Bad struct {
	Line int    // 1-based, in the file
	Raw  string // as it stands, without its line end
	Why  string
}

const (
	blockSize = 1 << 20
	longest   = 16 << 20 // a row that does not end within this is no row
)

// A piece is a stretch of whole rows on its way to a worker and back.
type piece struct {
	text string
	line int // of its first
	done chan Block
}

// Read reads a file with some workers and hands out what it holds in the order of
// the file. It ends with the first error of each, of in or of the header.
func (t *Tables) Read(ctx context.Context, in io.Reader, f *Format, workers int, each func(Block) error) error {
	r := bufio.NewReaderSize(in, 1<<16)
	first, err := r.ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	first = strings.TrimPrefix(first, bom)
	line := 1
	if strings.TrimSpace(first) == "" && err == nil {
		return &diag.Error{Line: 1, Msg: "the first line is empty", Reason: diag.Syntax}
	}
	delim := byte('\t')
	head, row := "", readRow(nil)
	if !f.json {
		trimmed := strings.TrimRight(first, "\r\n")
		delim = delimiterOf(trimmed)
		names, _ := split(nil, trimmed, delim)
		c := newColumns(names)
		switch {
		case f.header != nil && c.hasAll(f.header):
			line++
		case f.sizes != nil && c.hasAll(f.columns[:2]):
			line++ // a file that should have no header has one
		case f.sizes == nil:
			return &diag.Error{Line: 1, Msg: f.missing(c), Hint: "the first line names the columns", Reason: diag.Syntax}
		default:
			c, head = newColumns(f.columns), first
		}
		if len(f.sizes) > 0 && head != "" {
			c.n = 0 // checked by the row itself
		}
		if row, err = f.bind(t, c); err != nil {
			return &diag.Error{Line: 1, Msg: err.Error(), Reason: diag.Syntax}
		}
	} else {
		head = first
	}
	return t.readAll(ctx, io.MultiReader(strings.NewReader(head), r), line, delim, row, f, workers, each)
}

// missing says which column a header lacks.
func (f *Format) missing(c *columns) string {
	for _, n := range f.header {
		if c.find(n) < 0 {
			return fmt.Sprintf("the header has no column %q", n)
		}
	}
	return "the header is not one of " + f.Name
}

func (t *Tables) readAll(ctx context.Context, in io.Reader, line int, delim byte, row readRow, f *Format, workers int, each func(Block) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	workers = max(workers, 1)
	todo, order := make(chan *piece), make(chan *piece, 2*workers)
	for range workers {
		go func() {
			p := &parser{t: t, days: map[string]string{}, actors: map[[2]string][2]string{}}
			for x := range todo {
				x.done <- p.block(x, delim, row, f)
			}
		}()
	}
	var read error
	go func() {
		defer close(order)
		defer close(todo)
		read = cutRows(in, delim != '\t', line, func(text string, line int) error {
			x := &piece{text, line, make(chan Block, 1)}
			select {
			case order <- x:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
			select {
			case todo <- x:
				return nil
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		})
	}()
	for x := range order {
		select {
		case b := <-x.done:
			if err := each(b); err != nil {
				stop(err)
				for range order { // the reader ends before we do
				}
				return err
			}
		case <-ctx.Done():
			for range order {
			}
			return context.Cause(ctx)
		}
	}
	return read
}

// cutRows hands out stretches of whole rows. Where quoted is true, line ends
// between quotes belong to their row.
func cutRows(in io.Reader, quoted bool, line int, piece func(text string, line int) error) error {
	buf := make([]byte, 0, 2*blockSize)
	for {
		n, err := io.ReadFull(in, buf[len(buf):min(cap(buf), len(buf)+blockSize)])
		buf = buf[:len(buf)+n]
		end := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !end {
			return err
		}
		cut := bytes.LastIndexByte(buf, '\n') + 1
		if quoted {
			cut = lastOutside(buf)
		}
		if end {
			cut = len(buf)
		}
		if cut > 0 {
			text := string(buf[:cut])
			if err := piece(text, line); err != nil {
				return err
			}
			line += strings.Count(text, "\n")
			buf = append(buf[:0], buf[cut:]...)
		}
		if end {
			return nil
		}
		if len(buf) > longest {
			return &diag.Error{Line: line, Msg: fmt.Sprintf("a row of more than %d MB", longest>>20), Hint: "a quote may be open", Reason: diag.TooLong}
		}
		if cap(buf)-len(buf) < blockSize {
			buf = append(make([]byte, 0, 2*cap(buf)), buf...)
		}
	}
}

// lastOutside is the place behind the last line end that stands between no
// quotes.
func lastOutside(b []byte) int {
	in, cut := false, 0
	for i, c := range b {
		switch {
		case c == '"':
			in = !in
		case c == '\n' && !in:
			cut = i + 1
		}
	}
	return cut
}

// block reads the rows of a piece.
func (p *parser) block(x *piece, delim byte, row readRow, f *Format) Block {
	var b Block
	p.out = make([]record.Event, 0, len(x.text)/300)
	rest, line := x.text, x.line
	for rest != "" {
		var raw string
		at := line
		raw, rest, line = nextRow(rest, line, delim != '\t')
		raw = strings.TrimSuffix(raw, "\r")
		if strings.TrimSpace(raw) == "" {
			continue
		}
		b.Rows++
		text := utf8Of(raw)
		from := len(p.out)
		var err error
		if f.json {
			err = p.json(text)
		} else {
			var closed bool
			if p.cut, closed = split(p.cut[:0], text, delim); closed {
				err = row(p, p.cut)
			} else {
				err = errors.New("a quote is not closed")
			}
		}
		if err != nil {
			p.out = p.out[:from]
			b.Bad = append(b.Bad, Bad{at, raw, err.Error()})
		}
	}
	b.Events = p.out
	return b
}

// nextRow cuts off one row and counts its lines.
func nextRow(s string, line int, quoted bool) (row, rest string, next int) {
	if !quoted {
		i := strings.IndexByte(s, '\n')
		if i < 0 {
			return s, "", line + 1
		}
		return s[:i], s[i+1:], line + 1
	}
	in := false
	for i := range len(s) {
		switch s[i] {
		case '"':
			in = !in
		case '\n':
			line++
			if !in {
				return s[:i], s[i+1:], line
			}
		}
	}
	return s, "", line + 1
}

// wrongSize says that a row has other fields than it should; empty ones too many
// at its end do no harm.
func wrongSize(f []string, sizes ...int) error {
	n := len(f)
	for n > sizes[len(sizes)-1] && strings.TrimSpace(f[n-1]) == "" {
		n--
	}
	for _, s := range sizes {
		if n == s {
			return nil
		}
	}
	return fmt.Errorf("%d fields where there should be %d", len(f), sizes[0])
}
