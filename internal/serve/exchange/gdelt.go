package exchange

import (
	"bufio"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"strconv"
	"strings"
	"time"

	"entente/internal/record"
)

var gdelt1 = &Format{
	Name: "gdelt1", Gloss: "GDELT 1.0 events, 57 or 58 columns", Origin: "gdelt",
	columns: gdeltColumns(false), sizes: []int{57, 58},
	bind: func(t *Tables, c *columns) (readRow, error) { return bindGDELT(t, c, 57, 58) },
}

var gdelt2 = &Format{
	Name: "gdelt2", Gloss: "GDELT 2.0 events, 61 columns", Origin: "gdelt",
	columns: gdeltColumns(true), sizes: []int{61},
	bind:  func(t *Tables, c *columns) (readRow, error) { return bindGDELT(t, c, 61) },
	write: writeGDELT2, bare: true,
}

// mentions hold no events: see Mentions.
var mentions = &Format{
	Name: "gdelt-mentions", Gloss: "GDELT 2.0 mentions, 16 columns: how many reports the events have", Origin: "gdelt",
	columns: []string{"GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier"}, sizes: []int{16},
}

// gdeltColumns are the names of an events file: places have a second division in
// version 2.
func gdeltColumns(second bool) []string {
	out := []string{"GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"}
	for _, a := range []string{"Actor1", "Actor2"} {
		for _, x := range []string{"Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code", "Type3Code"} {
			out = append(out, a+x)
		}
	}
	out = append(out, "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone")
	for _, g := range []string{"Actor1Geo", "Actor2Geo", "ActionGeo"} {
		for _, x := range []string{"_Type", "_FullName", "_CountryCode", "_ADM1Code", "_ADM2Code", "_Lat", "_Long", "_FeatureID"} {
			if second || x != "_ADM2Code" {
				out = append(out, g+x)
			}
		}
	}
	return append(out, "DATEADDED", "SOURCEURL")
}

func bindGDELT(t *Tables, c *columns, sizes ...int) (readRow, error) {
	id, date, added, url := c.find("GLOBALEVENTID"), c.find("SQLDATE"), c.find("DATEADDED"), c.find("SOURCEURL")
	a1, n1, a2, n2 := c.find("Actor1Code"), c.find("Actor1Name"), c.find("Actor2Code"), c.find("Actor2Name")
	root, codeAt, goldstein, articles := c.find("IsRootEvent"), c.find("EventCode"), c.find("GoldsteinScale"), c.find("NumArticles")
	place, country, adm1, lat, lon := c.find("ActionGeo_FullName"), c.find("ActionGeo_CountryCode"), c.find("ActionGeo_ADM1Code"), c.find("ActionGeo_Lat"), c.find("ActionGeo_Long")
	return func(p *parser, f []string) (err error) {
		if err := wrongSize(f, sizes...); err != nil {
			return err
		}
		e := p.event("gdelt", cell(f, id))
		if _, err := strconv.ParseUint(e.ID, 10, 64); err != nil {
			return fmt.Errorf("the id %q is no number", e.ID)
		}
		if e.Day, err = p.day(cell(f, date)); err != nil {
			return err
		}
		e.Last = e.Day
		if s := cell(f, added); s != "" {
			if e.Published, err = p.day(s); err != nil {
				return err
			}
		}
		e.CAMEO = cell(f, codeAt)
		x := t.cameo(e.CAMEO)
		if x == nil {
			return fmt.Errorf("%q is no CAMEO code", e.CAMEO)
		}
		t.fill(&e, x)
		if e.Goldstein, err = number(cell(f, goldstein), "Goldstein score", -10, 10); err != nil {
			return err
		}
		if e.Goldstein != e.Goldstein {
			e.Goldstein = x.gdelt
		}
		if e.Reports, err = count(cell(f, articles)); err != nil {
			return err
		}
		e.SourceActor, e.TargetActor, e.SourceName, e.TargetName = cell(f, a1), cell(f, a2), cell(f, n1), cell(f, n2)
		e.Source, e.Target = t.countryOf(e.SourceActor), t.countryOf(e.TargetActor)
		switch cell(f, root) {
		case "1":
		case "0":
			e.Counted, e.NotCounted = false, notRoot
		default:
			return fmt.Errorf("IsRootEvent is %q, neither 0 nor 1", cell(f, root))
		}
		e.Place, e.Admin1, e.URL = cell(f, place), cell(f, adm1), cell(f, url)
		if i, ok := t.byFIPS[cell(f, country)]; ok {
			e.Country = t.states[i].iso3
		}
		if err := point(&e, cell(f, lat), cell(f, lon)); err != nil {
			return err
		}
		p.out = append(p.out, e)
		return nil
	}, nil
}

// notRoot is why rows of GDELT are not counted that do not stem from the lead of
// their report.
const notRoot = "no root event"

// Mentions are how often the events of GDELT are told of, by id.
type Mentions map[uint64]int32

// Read adds the mentions of a file: each report once, by the address in it.
func (m Mentions) Read(in io.Reader, bad func(Bad)) error {
	s := bufio.NewScanner(in)
	s.Buffer(nil, longest)
	type told struct {
		event uint64
		by    uint64
	}
	seen := map[told]struct{}{}
	var f []string
	for line := 1; s.Scan(); line++ {
		raw := strings.TrimSuffix(s.Text(), "\r")
		if line == 1 && strings.HasPrefix(raw, "GLOBALEVENTID") || strings.TrimSpace(raw) == "" {
			continue
		}
		f, _ = split(f[:0], raw, '\t')
		err := wrongSize(f, 16)
		var id uint64
		if err == nil {
			id, err = strconv.ParseUint(cell(f, 0), 10, 64)
		}
		if err == nil && cell(f, 5) == "" {
			err = errors.New("no address of the report")
		}
		if err != nil {
			bad(Bad{line, raw, err.Error()})
			continue
		}
		h := fnv.New64a()
		io.WriteString(h, f[5])
		k := told{id, h.Sum64()}
		if _, ok := seen[k]; !ok {
			seen[k] = struct{}{}
			m[id]++
		}
	}
	return s.Err()
}

// Apply raises the reports of events to the mentions of them.
func (m Mentions) Apply(events []record.Event) {
	if len(m) == 0 {
		return
	}
	for i := range events {
		if id, err := strconv.ParseUint(events[i].ID, 10, 64); err == nil {
			events[i].Reports = max(events[i].Reports, int(m[id]))
		}
	}
}

func writeGDELT2(t *Tables, dst []byte, e *record.Event) []byte {
	x := t.codeOf(e)
	if x == nil || e.Day == "" {
		return nil
	}
	c := e.CAMEO
	if c == "" {
		c = x.code
	}
	day, err := time.Parse(time.DateOnly, e.Day)
	if err != nil {
		return nil
	}
	goldstein := e.Goldstein
	if goldstein != goldstein {
		goldstein = x.gdelt
	}
	f := []string{gdeltID(e), day.Format("20060102"), day.Format("200601"), day.Format("2006"), strconv.FormatFloat(float64(day.Year())+float64(int(day.Month())*30+day.Day())/365, 'f', 4, 64)}
	f = append(f, t.gdeltActor(e.SourceActor, e.SourceName)...)
	f = append(f, t.gdeltActor(e.TargetActor, e.TargetName)...)
	root := "1"
	if !e.Counted {
		root = "0"
	}
	n := strconv.Itoa(e.Reports)
	f = append(f, root, c, c[:min(3, len(c))], c[:min(2, len(c))], strconv.Itoa(x.cameoQuad), decimal(goldstein), n, n, n, "")
	for range 2 { // where the actors are from on the map, we do not know
		f = append(f, "0", "", "", "", "", "", "", "")
	}
	kind, fips := "0", ""
	if i, ok := t.byCode[e.Country]; ok {
		fips = t.states[i].fips
	}
	switch {
	case e.Place != "" && e.Place == t.nameOf(e.Country):
		kind = "1"
	case e.Place != "":
		kind = "4"
	}
	added := e.Published
	if added == "" {
		added = e.Day
	}
	f = append(f, kind, e.Place, fips, e.Admin1, "", decimal(e.Lat), decimal(e.Lon), "", strings.ReplaceAll(added, "-", "")+"000000", e.URL)
	return tabbed(dst, f...)
}

// gdeltID is a number: GDELT's own, or one made of the row.
func gdeltID(e *record.Event) string {
	if e.Origin == "gdelt" {
		return e.ID
	}
	h := fnv.New64a()
	for _, s := range []string{e.Origin, e.ID, e.SourceActor, e.SourceName, e.TargetActor, e.TargetName, e.CAMEO} {
		io.WriteString(h, s)
		h.Write([]byte{0})
	}
	return strconv.FormatUint(h.Sum64()>>1, 10)
}

// gdeltActor are the ten columns of an actor.
func (t *Tables) gdeltActor(actor, name string) []string {
	out := make([]string, 10)
	out[0], out[1] = actor, name
	switch c := t.countryOf(actor); {
	case c == "":
	case t.byCAMEO[actor[:3]] > 0 || t.states[0].cameo == actor[:3]:
		out[2] = actor[:3]
	default:
		out[3] = actor[:3]
	}
	for i, s := range t.sectorsOf(actor) {
		if i == 3 {
			break
		}
		out[7+i] = s
	}
	return out
}
