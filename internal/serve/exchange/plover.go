package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"strings"

	"entente/internal/record"
)

var plover = &Format{Name: "plover", Gloss: "JSON lines with the field names of the PLOVER manual", Origin: "plover", json: true, bare: true}

// init breaks a circle of names.
func init() {
	plover.write = func(t *Tables, dst []byte, e *record.Event) []byte { return t.WritePLOVER(dst, []record.Event{*e}) }
}

// texts is one string or an array of them.
type texts []string

func (s *texts) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, (*[]string)(s))
	}
	var one string
	if err := json.Unmarshal(b, &one); err != nil {
		return err
	}
	*s = list(one)
	return nil
}

func (s texts) first() string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}

type ploverEntity struct {
	Code       string `json:"code"`
	Sector     texts  `json:"sector"`
	EntityText string `json:"entity_text"`
	CAMEO      string `json:"cameo,omitempty"`
}

type ploverPlace struct {
	ExtractedPlace string   `json:"extracted_place,omitempty"`
	ResolvedPlace  string   `json:"resolved_place,omitempty"`
	GeoNamesID     int      `json:"geonameid,omitempty"`
	Lat            *float64 `json:"lat,omitempty"`
	Lon            *float64 `json:"lon,omitempty"`
	Province       string   `json:"province,omitempty"`
	Country        string   `json:"country,omitempty"`
	CountryCode    string   `json:"country_code,omitempty"`
}

// A ploverRecord holds what we read of a record, and write of one that is not
// ours.
type ploverRecord struct {
	ID         string         `json:"id"`
	Date       *string        `json:"date"`
	EndDate    string         `json:"enddate,omitempty"`
	Actor      []ploverEntity `json:"actor"`
	Source     []ploverEntity `json:"source,omitempty"` // older files
	Event      texts          `json:"event"`
	EventType  string         `json:"eventType,omitempty"` // older files
	Recipient  []ploverEntity `json:"recipient"`
	Target     []ploverEntity `json:"target,omitempty"` // older files
	EventLoc   *ploverPlace   `json:"event_loc,omitempty"`
	QuadCode   int            `json:"quad_code,omitempty"`
	EventScale *float64       `json:"event_scale,omitempty"`
	Mode       texts          `json:"mode"`
	Context    texts          `json:"context"`
	Text       string         `json:"text"`
	CiteInfo   struct {
		Document    string `json:"document,omitempty"`
		URL         string `json:"url,omitempty"`
		Publication string `json:"publication,omitempty"`
		Published   string `json:"published,omitempty"`
	} `json:"cite_info"`
	Coder string `json:"coder"`

	Confidence  float64     `json:"confidence,omitempty"`
	Counted     *bool       `json:"counted,omitempty"`
	NotCounted  []string    `json:"not_counted,omitempty"`
	Factuality  *ploverFact `json:"factuality,omitempty"`
	SaidBy      string      `json:"said_by,omitempty"`
	Attribution *struct {
		Kind string `json:"kind"`
	} `json:"attribution,omitempty"`
	Act       string      `json:"act,omitempty"`
	Symmetric bool        `json:"symmetric,omitempty"`
	CAMEO     []ploverRow `json:"cameo,omitempty"`
	Evidence  []struct {
		Trigger record.Span `json:"trigger"`
	} `json:"evidence,omitempty"`
	Reports int `json:"reports,omitempty"`
}

type ploverFact struct {
	Label string `json:"label"`
}

type ploverRow struct {
	Source    string   `json:"source"`
	Target    string   `json:"target"`
	Code      string   `json:"code"`
	Goldstein *float64 `json:"goldstein,omitempty"`
}

// json reads one record.
func (p *parser) json(line string) error {
	var r ploverRecord
	if err := json.Unmarshal([]byte(line), &r); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return fmt.Errorf("field %q holds a %s", wrong.Field, wrong.Value)
		}
		return fmt.Errorf("no JSON: %v", err)
	}
	if len(r.Actor) == 0 {
		r.Actor = r.Source
	}
	if len(r.Recipient) == 0 {
		r.Recipient = r.Target
	}
	typ := or(r.Event.first(), r.EventType)
	if typ == "" && r.Act == "" {
		return errors.New("no event: neither a type nor an act")
	}
	e := p.event("plover", r.ID)
	if e.ID == "" {
		h := fnv.New64a()
		io.WriteString(h, line)
		e.ID = fmt.Sprintf("%016x", h.Sum64())
	}
	if typ != "" {
		if err := p.t.ploverKind(&e, typ, r.Mode.first()); err != nil {
			return err
		}
	}
	var err error
	if r.Date != nil && *r.Date != "" {
		if e.Day, err = p.day(*r.Date); err != nil {
			return err
		}
		e.Last = e.Day
	}
	if r.EndDate != "" {
		if e.Last, err = p.day(r.EndDate); err != nil {
			return err
		}
	}
	if s := r.CiteInfo.Published; s != "" {
		if e.Published, err = p.day(s); err != nil {
			return err
		}
	}
	if r.EventScale != nil {
		e.Score = *r.EventScale
	}
	for _, c := range r.Context {
		e.Contexts = append(e.Contexts, strings.ToLower(c))
	}
	e.Document, e.URL, e.Publisher, e.Sentence, e.Act = r.CiteInfo.Document, r.CiteInfo.URL, r.CiteInfo.Publication, r.Text, r.Act
	e.SaidBy, e.Symmetric, e.Reports = r.SaidBy, r.Symmetric, max(r.Reports, 1)
	if r.Confidence > 0 && r.Confidence <= 1 {
		e.Confidence = r.Confidence
	}
	if r.Counted != nil {
		e.Counted = *r.Counted
	}
	e.NotCounted = strings.Join(r.NotCounted, "; ")
	if r.Factuality != nil {
		e.Factuality = r.Factuality.Label
	}
	if r.Attribution != nil {
		e.SaidKind = r.Attribution.Kind
	}
	if len(r.Evidence) > 0 {
		e.Start, e.End = int(r.Evidence[0].Trigger.Start), int(r.Evidence[0].Trigger.End)
	}
	if l := r.EventLoc; l != nil {
		e.Place, e.GeoNames, e.Admin1, e.Country = or(l.ResolvedPlace, l.ExtractedPlace), l.GeoNamesID, l.Province, p.placeCountry(or(l.CountryCode, l.Country))
		if l.Lat != nil && l.Lon != nil && (l.GeoNamesID != 0 || *l.Lat != 0 || *l.Lon != 0) {
			if err := point(&e, decimal(*l.Lat), decimal(*l.Lon)); err != nil {
				return err
			}
		}
	}
	if len(r.CAMEO) > 0 {
		e.CAMEO = r.CAMEO[0].Code
		if r.CAMEO[0].Goldstein != nil {
			e.Goldstein = *r.CAMEO[0].Goldstein
		} else if x := p.t.cameo(e.CAMEO); x != nil {
			e.Goldstein = x.goldstein
		}
	}
	p.dyads(e, p.parties(r.Actor), p.parties(r.Recipient))
	return nil
}

func (p *parser) parties(all []ploverEntity) (out []party) {
	for _, a := range all {
		x := party{country: a.Code, actor: a.CAMEO, name: a.EntityText}
		if st, ok := p.t.country(a.Code); ok {
			x.country = st.code
		}
		if x.actor == "" {
			x.actor = p.t.cameoCountry(x.country) + strings.Join(a.Sector, "")
		}
		same := false // two of one code stand as one
		for _, o := range out {
			same = same || o.actor == x.actor && (x.actor != "" || o.name == x.name)
		}
		if !same {
			out = append(out, x)
		}
	}
	return out
}

// WritePLOVER writes one record made of the rows that belong to one event: same
// origin, id and day.
func (t *Tables) WritePLOVER(dst []byte, rows []record.Event) []byte {
	e := &rows[0]
	r := ploverRecord{ID: e.ID, Event: texts{}, Mode: texts{}, Context: texts{}, Actor: []ploverEntity{}, Recipient: []ploverEntity{}, QuadCode: e.Quad, Text: e.Sentence, Coder: e.Origin,
		Counted: &e.Counted, SaidBy: e.SaidBy, Act: e.Act, Symmetric: e.Symmetric, Reports: e.Reports}
	if e.Day != "" {
		r.Date = &e.Day
	}
	if e.Last != e.Day {
		r.EndDate = e.Last
	}
	if e.Type != "" {
		r.Event = texts{e.Type}
	}
	if e.Mode != "" {
		r.Mode = texts{e.Mode}
	}
	if len(e.Contexts) > 0 {
		r.Context = e.Contexts
	}
	if e.Score == e.Score {
		r.EventScale = &e.Score
	}
	if e.Confidence == e.Confidence {
		r.Confidence = e.Confidence
	}
	if e.NotCounted != "" {
		r.NotCounted = strings.Split(e.NotCounted, "; ")
	}
	if e.Factuality != "" {
		r.Factuality = &ploverFact{e.Factuality}
	}
	r.CiteInfo.Document, r.CiteInfo.URL, r.CiteInfo.Publication, r.CiteInfo.Published = e.Document, e.URL, e.Publisher, e.Published
	if e.Place != "" || e.Country != "" || e.Lat == e.Lat {
		r.EventLoc = &ploverPlace{ExtractedPlace: e.Place, ResolvedPlace: e.Place, GeoNamesID: e.GeoNames, Province: e.Admin1, CountryCode: e.Country}
		if e.Lat == e.Lat {
			r.EventLoc.Lat, r.EventLoc.Lon = &e.Lat, &e.Lon
		}
	}
	for i := range rows {
		r.Actor = t.entity(r.Actor, rows[i].Source, rows[i].SourceActor, rows[i].SourceName)
		r.Recipient = t.entity(r.Recipient, rows[i].Target, rows[i].TargetActor, rows[i].TargetName)
		if rows[i].CAMEO != "" {
			x := ploverRow{Source: rows[i].SourceActor, Target: rows[i].TargetActor, Code: rows[i].CAMEO}
			if rows[i].Goldstein == rows[i].Goldstein {
				x.Goldstein = &rows[i].Goldstein
			}
			r.CAMEO = append(r.CAMEO, x)
		}
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		panic("exchange: " + e.ID + ": " + err.Error()) // only a NaN could do this
	}
	return append(dst, buf.Bytes()...)
}

func (t *Tables) entity(all []ploverEntity, country, actor, name string) []ploverEntity {
	if country == "" && actor == "" && name == "" {
		return all
	}
	for _, o := range all {
		if o.CAMEO == actor && o.Code == country && o.EntityText == name {
			return all
		}
	}
	s := texts(t.sectorsOf(actor))
	if s == nil {
		s = texts{}
	}
	return append(all, ploverEntity{Code: country, Sector: s, EntityText: name, CAMEO: actor})
}
