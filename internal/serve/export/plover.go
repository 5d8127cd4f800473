package export

import (
	"bytes"
	"encoding/json"
	"strings"

	"entente/internal/record"
)

// The types below are one line of PLOVER JSON. The first block of each has the
// manual's names; what we add stands below under names that the manual does
// not use, so that a reader of PLOVER files can pass over it.

type ploverRecord struct {
	ID         string         `json:"id"`
	Date       *string        `json:"date"` // null when unknown; DateInfo says why
	EndDate    string         `json:"enddate,omitempty"`
	Actor      []ploverEntity `json:"actor"`
	Event      []string       `json:"event"`
	Recipient  []ploverEntity `json:"recipient"`
	EventLoc   *ploverPlace   `json:"event_loc,omitempty"`
	EventText  string         `json:"event_text"`
	QuadCode   int            `json:"quad_code,omitempty"`
	EventScale *float64       `json:"event_scale,omitempty"`
	Mode       []string       `json:"mode"`
	Context    []string       `json:"context"`
	Text       string         `json:"text"`
	TextInfo   ploverText     `json:"text_info"`
	CiteInfo   ploverCite     `json:"cite_info"`
	Coder      string         `json:"coder"`

	Confidence  float64           `json:"confidence,omitempty"` // that the type is right
	Trust       float64           `json:"trust,omitempty"`      // that the whole record is
	Counted     bool              `json:"counted"`
	NotCounted  []string          `json:"not_counted,omitempty"`
	AuxMode     []string          `json:"aux_mode"` // historical, future, hypothetical, negation
	Factuality  ploverFact        `json:"factuality"`
	SaidBy      string            `json:"said_by,omitempty"`
	Attribution *ploverSaid       `json:"attribution,omitempty"`
	Act         string            `json:"act"`
	Symmetric   bool              `json:"symmetric,omitempty"`
	Third       []ploverEntity    `json:"third,omitempty"`
	CAMEO       []ploverRow       `json:"cameo"`
	Codes       []record.Code     `json:"codes,omitempty"` // further codebooks
	DateInfo    *record.Date      `json:"date_info,omitempty"`
	Evidence    []record.Evidence `json:"evidence"`
	Topics      []ploverRecord    `json:"topics,omitempty"`
	Why         []record.Why      `json:"why,omitempty"`
}

type ploverEntity struct {
	Code       string   `json:"code"`
	Sector     []string `json:"sector"`
	EntityText string   `json:"entity_text"`
	Office     string   `json:"office,omitempty"`

	Name   string      `json:"name,omitempty"`
	Person string      `json:"person,omitempty"`
	CAMEO  string      `json:"cameo,omitempty"`
	Kind   string      `json:"kind,omitempty"`
	Number int32       `json:"number,omitempty"`
	Entity int32       `json:"entity"`
	Span   record.Span `json:"span"`
	Why    record.Why  `json:"why"`
}

type ploverPlace struct {
	ExtractedPlace string  `json:"extracted_place"`
	ResolvedPlace  string  `json:"resolved_place,omitempty"`
	GeoNamesID     int32   `json:"geonameid,omitempty"`
	Lat            float64 `json:"lat"`
	Lon            float64 `json:"lon"`
	Province       string  `json:"province,omitempty"`
	CountryCode    string  `json:"country_code,omitempty"`
	FeatureCode    string  `json:"feature_code,omitempty"`

	States     []string    `json:"states,omitempty"`
	Note       string      `json:"note,omitempty"`
	Resolution string      `json:"resolution"`
	Span       record.Span `json:"span"`
	Why        record.Why  `json:"why"`
}

type ploverText struct {
	Sequence int32 `json:"sequence"` // 0-based sentence in the document
	Start    int32 `json:"start"`
	End      int32 `json:"end"`
}

type ploverCite struct {
	Document    string `json:"document"`
	URL         string `json:"url,omitempty"`
	Title       string `json:"title,omitempty"`
	Language    string `json:"language,omitempty"`
	Publication string `json:"publication,omitempty"`
	Published   string `json:"published,omitempty"`
	Path        string `json:"path,omitempty"`

	Offset int64 `json:"offset,omitempty"`
}

type ploverFact struct {
	Label string `json:"label"`
	record.Factuality
}

type ploverSaid struct {
	record.Attribution
	SourceText string `json:"source_text,omitempty"`
	CueText    string `json:"cue_text,omitempty"`
}

type ploverRow struct {
	Source    string   `json:"source"`
	Target    string   `json:"target"`
	Code      string   `json:"code"`
	Goldstein *float64 `json:"goldstein,omitempty"`
}

func appendPlover(dst []byte, p Page, o Options) []byte {
	for i := range p.Coding.Records {
		r := &p.Coding.Records[i]
		if o.CountedOnly && !r.Counted {
			continue
		}
		dst = append(append(dst, Record(p, r)...), '\n')
	}
	return dst
}

// Record is one record as a line of PLOVER JSON, without the line's end.
func Record(p Page, r *record.Record) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(plover(p, r)); err != nil {
		panic("export: " + p.Coding.Doc.ID + ": " + err.Error()) // only a NaN could do this
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

func plover(p Page, r *record.Record) ploverRecord {
	out := ploverRecord{
		ID:         r.ID,
		Actor:      entities(r.Source),
		Event:      []string{},
		Recipient:  entities(r.Target),
		Mode:       []string{},
		Context:    nonNil(r.Contexts),
		CiteInfo:   cite(p, r),
		Coder:      "entente",
		Confidence: r.Confidence, Trust: r.Trust,
		Counted:    r.Counted,
		NotCounted: r.NotCounted,
		AuxMode:    auxModes(r.Factuality),
		Factuality: ploverFact{r.Factuality.Label(), r.Factuality},
		SaidBy:     r.SaidBy,
		Act:        r.Act,
		Symmetric:  r.Symmetric,
		Third:      entitiesOrNil(r.Third),
		CAMEO:      cameoRows(r),
		Evidence:   r.Evidence,
		Why:        r.Rules,
	}
	if out.Evidence == nil {
		out.Evidence = []record.Evidence{}
	}
	if r.Date.Start != "" {
		out.Date = &r.Date.Start
		if r.Date.End != r.Date.Start {
			out.EndDate = r.Date.End
		}
	}
	if r.Date != (record.Date{}) {
		out.DateInfo = &r.Date
	}
	if c := r.In("plover"); c != nil && c.Type != "" {
		out.Event = append(out.Event, c.Type)
		if c.Mode != "" {
			out.Mode = append(out.Mode, c.Mode)
		}
		out.QuadCode, out.EventScale = c.Quad, c.Score
	}
	for _, c := range r.Codes {
		if c.Codebook != "plover" && c.Codebook != "cameo" {
			out.Codes = append(out.Codes, c)
		}
	}
	if len(r.Evidence) > 0 {
		e := &r.Evidence[0]
		out.EventText = bytesOf(p.Doc, e.Trigger)
		out.Text = strings.TrimSpace(bytesOf(p.Doc, e.SentenceSpan))
		out.TextInfo = ploverText{e.Sentence, e.SentenceSpan.Start, e.SentenceSpan.End}
	}
	if pl := r.Place; pl != nil {
		out.EventLoc = &ploverPlace{
			ExtractedPlace: pl.Text, ResolvedPlace: pl.Name, GeoNamesID: pl.GeoNamesID,
			Lat: record.Degrees(pl.Lat), Lon: record.Degrees(pl.Lon), Province: pl.Admin1, CountryCode: pl.Country,
			FeatureCode: pl.Feature, States: pl.States, Note: pl.Note, Resolution: pl.Resolution, Span: pl.Span, Why: pl.Why,
		}
	}
	if a := r.Attribution; a != nil {
		out.Attribution = &ploverSaid{*a, bytesOf(p.Doc, a.Source), bytesOf(p.Doc, a.Cue)}
	}
	for i := range r.Topics {
		out.Topics = append(out.Topics, plover(p, &r.Topics[i]))
	}
	return out
}

func cite(p Page, r *record.Record) ploverCite {
	d := r.Doc
	if d == (record.Doc{}) {
		d = p.Coding.Doc
	}
	return ploverCite{d.ID, d.URL, d.Title, d.Language, d.Publisher, d.Published, d.Path, d.Offset}
}

func entities(as []record.Actor) []ploverEntity {
	out := make([]ploverEntity, 0, len(as))
	for i := range as {
		a := &as[i]
		out = append(out, ploverEntity{
			Code: a.Country, Sector: nonNil(a.Sectors), EntityText: a.Text, Office: a.Office,
			Name: a.Name, Person: a.Person, CAMEO: a.CAMEO, Kind: string(a.Kind), Number: a.Number, Entity: a.Entity, Span: a.Span, Why: a.Why,
		})
	}
	return out
}

func entitiesOrNil(as []record.Actor) []ploverEntity {
	if len(as) == 0 {
		return nil
	}
	return entities(as)
}

// auxModes are PLOVER's auxiliary modes, kept apart from the event's own mode.
func auxModes(f record.Factuality) []string {
	out := []string{}
	if f.Historical || f.Habitual {
		out = append(out, "historical")
	}
	if f.Future {
		out = append(out, "future")
	}
	if f.Hypothetical {
		out = append(out, "hypothetical")
	}
	if f.Negated {
		out = append(out, "negation")
	}
	return out
}

func cameoRows(r *record.Record) []ploverRow {
	out := []ploverRow{}
	for _, row := range dyads(r) {
		if row.cameo != "" {
			out = append(out, ploverRow{row.source, row.target, row.cameo, row.goldstein})
		}
	}
	return out
}

func nonNil(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
