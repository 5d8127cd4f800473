package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"
)

// A report is an article as examples/demo/reports.jsonl has them.
type report struct {
	ID        string `json:"id"`
	Date      string `json:"date"`
	Title     string `json:"title"`
	Publisher string `json:"publisher"`
	Language  string `json:"language"`
	URL       string `json:"url"`
	Text      string `json:"text"`
}

// makeReports writes n news reports put together from the parts below, the same ones
// at every run: who did what to whom with sentences around it, three to six in each;
// of ten, one is a copy of an earlier one under another name and one is about
// something else.
func makeReports(path string, n int) error {
	rng := rand.New(rand.NewPCG(3, 4))
	pick := func(l []string) string { return l[rng.IntN(len(l))] }
	first := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
	return writeTo(path, func(w io.Writer) error {
		enc := json.NewEncoder(w)
		var last []report // those that may be copied
		for i := range n {
			r := report{Publisher: fmt.Sprintf("%s %s", pick(papers), pick(ofPapers)), Language: "en"}
			day := first.AddDate(0, 0, i*1000/n)
			r.Date, r.ID = day.Format(time.DateOnly), fmt.Sprintf("made-%06d", i)
			r.URL = fmt.Sprintf("https://example.org/%s/%s", r.Date, r.ID)
			switch kind := rng.IntN(10); {
			case kind == 0 && len(last) > 0:
				old := last[rng.IntN(len(last))]
				r.Date, r.Title, r.Text = old.Date, old.Title, old.Text
			case kind == 1:
				r.Title, r.Text = "Weekend notes", sentences(rng, otherThings, 3+rng.IntN(4))
			default:
				a := rng.IntN(len(madeStates))
				b := (a + 1 + rng.IntN(len(madeStates)-1)) % len(madeStates)
				x, y := madeStates[a], madeStates[b]
				fill := strings.NewReplacer("{x}", x.name, "{xs}", x.adjective, "{xc}", x.capital, "{y}", y.name, "{ys}", y.adjective, "{yc}", y.capital,
					"{place}", pick([]string{x.capital, y.capital, "Geneva", "Vienna", "New York"}), "{day}", day.Weekday().String(), "{number}", fmt.Sprint(2+rng.IntN(40)))
				r.Title = fill.Replace(pick(titles))
				body := []string{pick(acts)}
				for range 1 + rng.IntN(2) {
					body = append(body, pick(acts))
				}
				for range 1 + rng.IntN(3) {
					body = append(body, pick(around))
				}
				for k := range body {
					body[k] = fill.Replace(body[k])
				}
				r.Text = fmt.Sprintf("%s, %s (%s) - %s", strings.ToUpper(x.capital), day.Format("Jan 2"), r.Publisher, body[0]) + "\n\n" + strings.Join(body[1:], " ")
				if last = append(last, r); len(last) > 200 {
					last = last[1:]
				}
			}
			if err := enc.Encode(r); err != nil {
				return err
			}
		}
		return nil
	})
}

func sentences(rng *rand.Rand, list []string, n int) string {
	var out []string
	for range n {
		out = append(out, list[rng.IntN(len(list))])
	}
	return strings.Join(out, " ")
}

var (
	papers   = []string{"Harbour", "Lantern", "Meridian", "Northern", "River", "Summit", "Valley", "Western"}
	ofPapers = []string{"Courier", "Gazette", "Herald", "Post", "Times", "Wire"}
)

var madeStates = []struct{ name, adjective, capital string }{
	{"Russia", "Russian", "Moscow"}, {"Ukraine", "Ukrainian", "Kyiv"}, {"China", "Chinese", "Beijing"}, {"Japan", "Japanese", "Tokyo"}, {"India", "Indian", "New Delhi"}, {"Pakistan", "Pakistani", "Islamabad"},
	{"Serbia", "Serbian", "Belgrade"}, {"Kosovo", "Kosovar", "Pristina"}, {"Iran", "Iranian", "Tehran"}, {"Israel", "Israeli", "Jerusalem"}, {"Turkey", "Turkish", "Ankara"}, {"Greece", "Greek", "Athens"},
	{"Kenya", "Kenyan", "Nairobi"}, {"Somalia", "Somali", "Mogadishu"}, {"Ethiopia", "Ethiopian", "Addis Ababa"}, {"Egypt", "Egyptian", "Cairo"}, {"Brazil", "Brazilian", "Brasilia"}, {"Argentina", "Argentine", "Buenos Aires"},
	{"Germany", "German", "Berlin"}, {"France", "French", "Paris"}, {"Poland", "Polish", "Warsaw"}, {"Norway", "Norwegian", "Oslo"}, {"Vietnam", "Vietnamese", "Hanoi"}, {"Indonesia", "Indonesian", "Jakarta"},
}

var titles = []string{"{x} and {y} in talks", "{x} turns to {y}", "Tension between {x} and {y}", "{ys} answer to {x}", "What {xc} wants of {yc}", "News from {xc}"}

var acts = []string{
	"The {xs} foreign minister met his {ys} counterpart in {place} on {day} to discuss trade and security along the border.",
	"{x} accused {y} of shelling a village near the border and said that {number} people had been hurt.",
	"{x} and {y} signed an agreement on gas transit in {place} on {day}, officials of both sides said.",
	"{x} expelled {number} diplomats of {y} on {day}, the {xs} foreign ministry said in a statement.",
	"The {xs} army fired rockets at {ys} positions, killing {number} soldiers, a spokesman in {yc} said.",
	"The {xs} government imposed sanctions on {number} {ys} companies that it says deal in weapons.",
	"{x} delivered {number} tonnes of food and medicine to {y} after the floods.",
	"The {xs} parliament rejected a {ys} proposal for joint patrols in the strait.",
	"{x} threatened to close its border with {y} unless the arrests stop.",
	"Protesters in {xc} burned {ys} flags in front of the embassy on {day}.",
	"{x} withdrew its troops from the {ys} border after {number} weeks of exercises.",
	"The {xs} president telephoned the {ys} president and asked for the release of {number} sailors.",
	"{x} recalled its ambassador from {yc} for consultations.",
	"{xs} police arrested {number} {ys} citizens on charges of spying.",
	"{x} promised {y} a loan of {number} million dollars for the repair of its railways.",
}

var around = []string{
	"The step had been expected for weeks.",
	"Markets in {xc} closed lower that evening.",
	"Diplomats who know the file said that nothing was decided yet.",
	"\"We will see what comes of it,\" a senior official said, who asked not to be named.",
	"Relations between {x} and {y} have been strained since the dispute about fishing grounds.",
	"A second round is planned for next month in {place}.",
	"Nobody in {yc} could be reached for comment on {day}.",
	"About {number} families live in the valley that both sides claim, and most of them have left since winter.",
}

var otherThings = []string{
	"The bakery at the corner opens an hour earlier in summer.", "Rain kept most walkers at home, and the lake was left to the ducks.", "A choir of forty voices sang in the old hall.",
	"The recipe wants two eggs, a cup of flour and some patience.", "Our reader asks how to keep moths away from wool.", "The home side won by three goals after a slow first half.",
	"Tickets for the play are sold out until the end of the month.", "The museum shows drawings of bridges, most of them never built.",
}
