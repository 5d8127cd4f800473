package record

import (
	"math"
	"strconv"
	"strings"
)

// Origin is where the events come from that were coded here; those of other data
// sets bear the name of their set.
const Origin = "entente"

// An Event is one row of the flat table that stores, exchange formats and series
// share: one act of one source towards one target. A record with two sources and
// two targets makes four. Empty strings and NaN stand for what is not known.
type Event struct {
	ID        string // of the record, in its origin; rows of one record have the same
	Origin    string // "entente", or the data set that the row was taken from
	Document  string // id of the document; "" where the set keeps none
	Published string // day of the report, YYYY-MM-DD
	Publisher string
	URL       string

	Day  string // first day that the event can have taken place on, YYYY-MM-DD
	Last string // last day

	Source, Target           string // ISO 3166 alpha-3, or PLOVER's IGO, NGO, MNC, IMG, ISM, EUR, UNO
	SourceActor, TargetActor string // with sectors, as CAMEO writes them: RUSGOVMIL
	SourceName, TargetName   string // as the text names them, or the data set

	Act       string   // plain name of the act; "" for rows of others
	Type      string   // PLOVER: ASSAULT
	Mode      string   // PLOVER: strike
	CAMEO     string   // code for this direction
	Quad      int      // 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; 0 none
	Goldstein float64  // of the CAMEO code, -10 to 10
	Score     float64  // PLOVER's, -10 to 10
	Contexts  []string // PLOVER's: military, economic
	Symmetric bool     // both do it to each other: the row stands for both directions

	Place    string // name
	GeoNames int    // id; 0 none
	Lat, Lon float64
	Country  string // of the place, ISO 3166 alpha-3
	Admin1   string

	Factuality string  // CT+; "" for rows of others
	SaidBy     string  // whose word it is; "" the report's own
	SaidKind   string  // person, organisation, unnamed, agentless
	Confidence float64 // calibrated, 0 to 1; NaN not weighed
	Counted    bool    // put forward as having happened
	NotCounted string  // why not, reasons joined by "; "

	Sentence   string // the evidence
	Start, End int    // bytes of the words for the event in the document's text
	Reports    int    // reports that the row stands for: 1, or what the data set says
}

// Missing is the number that stands for none.
var Missing = math.NaN()

// Code is the actor in one word: CAMEO's where it is known, else country and
// sectors strung together; "" for an actor without a code.
func (a *Actor) Code() string {
	if a.CAMEO != "" {
		return a.CAMEO
	}
	return a.Country + strings.Join(a.Sectors, "")
}

// Events are the rows of a coding, in the order of its records; body is the text
// of its document. Topics of talks are no events and give no rows. Where two
// actors of one side have one code, the first stands for both.
func (c *Coding) Events(body string) []Event {
	var out []Event
	for i := range c.Records {
		out = c.Records[i].appendEvents(out, &c.Doc, body)
	}
	return out
}

func (r *Record) appendEvents(out []Event, doc *Doc, body string) []Event {
	e := Event{
		ID: r.ID, Origin: Origin, Document: doc.ID, Published: doc.Published, Publisher: doc.Publisher, URL: doc.URL,
		Day: r.Date.Start, Last: r.Date.End, Act: r.Act, Contexts: r.Contexts, Symmetric: r.Symmetric,
		Goldstein: Missing, Score: Missing, Lat: Missing, Lon: Missing, Confidence: Missing,
		Factuality: r.Factuality.Label(), SaidBy: r.SaidBy, Counted: r.Counted, NotCounted: strings.Join(r.NotCounted, "; "), Reports: 1,
	}
	if c := r.In("plover"); c != nil {
		e.Type, e.Mode, e.Quad = c.Type, c.Mode, c.Quad
		if c.Score != nil {
			e.Score = *c.Score
		}
	}
	if c := r.In("cameo"); c != nil {
		e.CAMEO = c.Code
		if c.Score != nil {
			e.Goldstein = *c.Score
		}
	}
	if r.Attribution != nil {
		e.SaidKind = string(r.Attribution.Kind)
	}
	if r.Confidence > 0 {
		e.Confidence = r.Confidence
	}
	if p := r.Place; p != nil {
		if e.Place = p.Name; e.Place == "" {
			e.Place = p.Text
		}
		e.GeoNames, e.Country, e.Admin1 = int(p.GeoNamesID), p.Country, p.Admin1
		if p.GeoNamesID != 0 || p.Lat != 0 || p.Lon != 0 {
			e.Lat, e.Lon = Degrees(p.Lat), Degrees(p.Lon)
		}
	}
	if len(r.Evidence) > 0 {
		v := &r.Evidence[0]
		e.Start, e.End = int(v.Trigger.Start), int(v.Trigger.End)
		if s := v.SentenceSpan; s.Start >= 0 && s.Start < s.End && int(s.End) <= len(body) {
			e.Sentence = body[s.Start:s.End]
		}
	}
	from := len(out)
	add := func(a, b *Actor) {
		e.Source, e.SourceActor, e.SourceName = a.Country, a.Code(), a.Text
		e.Target, e.TargetActor, e.TargetName = b.Country, b.Code(), b.Text
		for i := range out[from:] {
			o := &out[from+i]
			same := o.SourceActor == e.SourceActor && o.TargetActor == e.TargetActor ||
				r.Symmetric && o.SourceActor == e.TargetActor && o.TargetActor == e.SourceActor
			if same && (e.SourceActor != "" || o.SourceName == e.SourceName) && (e.TargetActor != "" || o.TargetName == e.TargetName) {
				return
			}
		}
		out = append(out, e)
	}
	sources, targets := r.Source, r.Target
	if r.Symmetric && len(targets) == 0 && len(sources) > 1 {
		for i := range sources { // one list of equals: each pair once
			for j := i + 1; j < len(sources); j++ {
				add(&sources[i], &sources[j])
			}
		}
		return out
	}
	none := []Actor{{}}
	if len(sources) == 0 {
		sources = none
	}
	if len(targets) == 0 {
		targets = none
	}
	for i := range sources {
		for j := range targets {
			add(&sources[i], &targets[j])
		}
	}
	return out
}

// Degrees keeps a float32 from being written with seventeen digits.
func Degrees(x float32) float64 {
	v, _ := strconv.ParseFloat(strconv.FormatFloat(float64(x), 'f', 5, 32), 64)
	return v
}
