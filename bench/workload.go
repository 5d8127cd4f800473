package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// An input is a file or folder with articles.
type input struct{ name, path string }

type article struct {
	ID   string `json:"id"`
	Date string `json:"date"`
	Text string `json:"text"`
}

// makeWorkload writes about n sentences of articles, the same ones at every
// run: the lexicon's cases, bare and told by somebody, and sentences of the
// founding article, in paragraphs of a few sentences.
func makeWorkload(path string, n int) error {
	cases, err := caseSentences("data/lexicon/en")
	if err != nil {
		return err
	}
	b, err := os.ReadFile("testdata/founding-twin.txt")
	if err != nil {
		return err
	}
	twin := strings.Split(strings.TrimSpace(string(b)), "\n")
	rng := rand.New(rand.NewPCG(1, 2))
	return writeTo(path, func(w io.Writer) error {
		enc := json.NewEncoder(w)
		for made, i := 0, 0; made < n; i++ {
			size := 10 + rng.IntN(20)
			var text strings.Builder
			for s := 0; s < size; s++ {
				switch {
				case s == 0:
				case s%4 == 0:
					text.WriteString("\n\n")
				default:
					text.WriteByte(' ')
				}
				text.WriteString(sentence(rng, cases, twin))
			}
			made += size
			day := fmt.Sprintf("20%02d-%02d-%02d", 10+rng.IntN(16), 1+rng.IntN(12), 1+rng.IntN(28))
			if err := enc.Encode(article{fmt.Sprintf("bench-%05d", i+1), day, text.String()}); err != nil {
				return err
			}
		}
		return nil
	})
}

// sentence is one of four kinds, so that the lengths are those of news: a bare
// case, a case with its source, two cases in one, a sentence of the article.
func sentence(rng *rand.Rand, cases, twin []string) string {
	one := func() string { return cases[rng.IntN(len(cases))] }
	pick := func(list []string) string { return list[rng.IntN(len(list))] }
	switch rng.IntN(4) {
	case 0:
		return one()
	case 1:
		return fmt.Sprintf("%s %s that %s", pick(speakers), pick(verbs), lower(one()))
	case 2:
		return fmt.Sprintf("%s, while %s, %s.", stop(one()), stop(lower(one())), pick(tails))
	}
	return pick(twin)
}

var (
	speakers = []string{"The foreign ministry in Nairobi", "A spokesman for the prime minister", "Officials in Tallinn", "The opposition leader", "Two diplomats who were in the room", "The state news agency"}
	verbs    = []string{"said on Tuesday", "confirmed late on Monday", "told reporters", "denied", "has claimed since last week", "announced in a statement on 4 March"}
	tails    = []string{"according to local radio", "three people familiar with the matter said", "a day after the talks in Geneva broke down", "the army said in a short statement"}
)

func stop(s string) string { return strings.TrimRight(s, ".?!") }

// lower puts a leading article in lower case: names keep their capital.
func lower(s string) string {
	for _, w := range []string{"The ", "A ", "An ", "Two ", "Three ", "Its ", "Their ", "In ", "On "} {
		if strings.HasPrefix(s, w) {
			return strings.ToLower(s[:1]) + s[1:]
		}
	}
	return s
}

// caseSentences are the cases of every lexicon file, without the braces that
// mark the roles.
func caseSentences(dir string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.tsv"))
	if err != nil {
		return nil, err
	}
	sort.Strings(files)
	var out []string
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		col := -1
		for _, line := range strings.Split(string(b), "\n") {
			if line == "" || line[0] == '#' {
				continue
			}
			cells := strings.Split(line, "\t")
			if col < 0 {
				if col = indexOf(cells, "case"); col < 0 {
					break
				}
				continue
			}
			if col < len(cells) && cells[col] != "" {
				out = append(out, plain(cells[col]))
			}
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no case sentences in %s: is this the repository's root?", dir)
	}
	return out, nil
}

func indexOf(list []string, s string) int {
	for i, x := range list {
		if x == s {
			return i
		}
	}
	return -1
}

// plain takes "{s Russia} attacked {t Ukraine}." to "Russia attacked Ukraine."
func plain(s string) string {
	var b strings.Builder
	for s != "" {
		i := strings.IndexByte(s, '{')
		if i < 0 || i+3 > len(s) {
			break
		}
		b.WriteString(s[:i])
		s = s[i+3:]
		if j := strings.IndexByte(s, '}'); j >= 0 {
			b.WriteString(s[:j])
			s = s[j+1:]
		}
	}
	return b.String() + s
}

// makeLong writes size bytes of the workload's texts as one plain text.
func makeLong(path, workload string, size int) error {
	texts, err := readTexts(workload)
	if err != nil {
		return err
	}
	return writeTo(path, func(w io.Writer) error {
		for n, i := 0, 0; n < size; i++ {
			k, err := fmt.Fprintf(w, "%s\n\n", texts[i%len(texts)])
			if err != nil {
				return err
			}
			n += k
		}
		return nil
	})
}

func readTexts(workload string) ([]string, error) {
	f, err := os.Open(workload)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []string
	for dec := json.NewDecoder(f); ; {
		var a article
		if err := dec.Decode(&a); err == io.EOF {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		out = append(out, a.Text)
	}
}

func writeTo(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	if err = write(w); err == nil {
		err = w.Flush()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

// realArticles are texts of the shared data folder: newspaper articles of
// PolNeAR, and WikiNews pages out of the treebanks.
func realArticles(shared, dir string) []input {
	var out []input
	if p := filepath.Join(shared, "data/attribution/polnear/dev/text"); exists(p) {
		out = append(out, input{"newspaper articles (PolNeAR, dev)", p})
	}
	gum := filepath.Join(dir, "wikinews.jsonl")
	if n := wikiNews(filepath.Join(shared, "data/nlp/ud_gum/en_gum-ud-train.conllu"), gum); n > 0 {
		out = append(out, input{"WikiNews pages (GUM, train)", gum})
	}
	return out
}

// wikiNews writes the news pages of a treebank as articles and counts them.
func wikiNews(treebank, to string) int {
	f, err := os.Open(treebank)
	if err != nil {
		return 0
	}
	defer f.Close()
	var all []*article
	var cur *article
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		key, value, _ := strings.Cut(lines.Text(), " = ")
		switch key {
		case "# newdoc id":
			if cur = nil; strings.HasPrefix(value, "GUM_news") {
				cur = &article{ID: value}
				all = append(all, cur)
			}
		case "# meta::dateCreated":
			if cur != nil {
				cur.Date = value
			}
		case "# text":
			if cur != nil {
				cur.Text += value + "\n"
			}
		}
	}
	err = writeTo(to, func(w io.Writer) error {
		enc := json.NewEncoder(w)
		for _, a := range all {
			if err := enc.Encode(a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || lines.Err() != nil {
		return 0
	}
	return len(all)
}

func exists(p string) bool { _, err := os.Stat(p); return err == nil }
