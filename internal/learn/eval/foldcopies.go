package eval

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"entente/internal/text"
)

// foldCopies alters each article of 60 words or more in one of the ways that
// newspapers change wire copy, in turn, and asks which of all articles are copies.
// Right is a pair of one origin; articles that were taken for copies of each other
// before anything was altered (known) count as one origin, since ECB+ has copies.
func foldCopies(group Grouper, docs []*text.Document, known []int, o Output) error {
	draw := rand.New(rand.NewPCG(20261129, 9))
	var all []*text.Document
	var origin, kinds []int
	n := 0
	for i, d := range docs {
		all, origin, kinds = append(all, d), append(origin, known[i]), append(kinds, -1)
		if len(strings.Fields(d.Body)) < 60 {
			continue
		}
		kind := n % len(alterations)
		n++
		body := alterations[kind].of(d.Body, draw)
		all = append(all, &text.Document{ID: d.ID + "-copy", Body: body, Language: "en", Published: evalDay})
		origin, kinds = append(origin, known[i]), append(kinds, kind)
	}
	folded, err := group(all)
	if err != nil {
		return err
	}
	copies := folded.Copies
	made, found := make([]int, len(alterations)), make([]int, len(alterations))
	for i, k := range kinds {
		if k >= 0 {
			made[k]++
			if copies[i] == copies[i-1] {
				found[k]++
			}
		}
	}
	pairs, right := 0, 0
	for i := range all {
		for j := range i {
			if copies[i] != copies[j] || kinds[i] < 0 && kinds[j] < 0 {
				continue
			}
			pairs++
			if origin[i] == origin[j] {
				right++
			} else if o.Details != nil {
				fmt.Fprintf(o.Details, "taken for copies\t%s\t%s\n", all[j].ID, all[i].ID)
			}
		}
	}
	sum := 0
	for k := range found {
		sum += found[k]
	}
	fmt.Fprintf(o.Report, "copies: %d made, found %.3f of them; %d pairs with one that was made, of these of one origin %.3f\n", n, ratio(sum, n), pairs, ratio(right, pairs))
	for k := range alterations {
		fmt.Fprintf(o.Report, "  %-44s %d of %d\n", alterations[k].name, found[k], made[k])
	}
	return nil
}

var alterations = [...]struct {
	name string
	of   func(body string, draw *rand.Rand) string
}{
	{"other publisher: agency line and footer", func(body string, _ *rand.Rand) string {
		return "PORT REYES (Own Agency) - " + body + " Reporting by Ada Quill; editing by John Roe. Read more on our pages."
	}},
	{"other head", func(body string, _ *rand.Rand) string {
		s := sentences(body)
		return "Here is what is known so far about the news that many readers have been asking us about today.\n" + strings.Join(s[min(1, len(s)-1):], "")
	}},
	{"last quarter cut", func(body string, _ *rand.Rand) string { return upTo(body, 3, 4) }},
	{"last half cut", func(body string, _ *rand.Rand) string { return upTo(body, 1, 2) }},
	{"one sentence in five cut", func(body string, _ *rand.Rand) string {
		var out []string
		for i, s := range sentences(body) {
			if i%5 != 2 {
				out = append(out, s)
			}
		}
		return strings.Join(out, "")
	}},
	{"one word in twenty replaced", func(body string, draw *rand.Rand) string { return replaced(body, 0.05, draw) }},
	{"one word in ten replaced", func(body string, draw *rand.Rand) string { return replaced(body, 0.10, draw) }},
	{"three words in twenty replaced", func(body string, draw *rand.Rand) string { return replaced(body, 0.15, draw) }},
	{"sentences in another order", func(body string, draw *rand.Rand) string {
		s := sentences(body)
		draw.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
		return strings.Join(s, "")
	}},
	{"all at once: head, last quarter, one in twenty", func(body string, draw *rand.Rand) string {
		s := sentences(upTo(body, 3, 4))
		return "The following was reported on our pages this morning and has been brought up to date since.\n" + replaced(strings.Join(s[min(1, len(s)-1):], ""), 0.05, draw)
	}},
}

// sentences cuts a text of ECB+, which has one on each line.
func sentences(body string) []string {
	return strings.SplitAfter(strings.TrimRight(body, "\n")+"\n", "\n")
}

// upTo is a share of a text, in whole sentences, at least one.
func upTo(body string, part, of int) string {
	s := sentences(body)
	return strings.Join(s[:max(1, len(s)*part/of)], "")
}

// replaced puts other words in place of a share of them.
func replaced(body string, share float64, draw *rand.Rand) string {
	words := strings.Fields(body)
	for i := range words {
		if draw.Float64() < share {
			words[i] = [...]string{"reportedly", "major", "local", "recent", "some", "several", "officials", "earlier", "again", "new"}[draw.IntN(10)]
		}
	}
	return strings.Join(words, " ")
}
