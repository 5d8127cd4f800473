package eval

import (
	"strings"
	"testing"

	"entente/internal/record"
)

const gsrLines = `[
 {"id": "1", "text": "x", "event": "DEMAND", "mode": "", "source": [{"code": "RUS", "sector": "GOV"}], "target": [{"code": "IGO"}]},
 {"id": "2", "text": "x", "event": "AGREE", "source": [{"code": "TUR"}, {"code": "GRC"}], "target": "diplomatic"},
 {"id": "3", "text": "x", "event": "PROTEST", "mode": "demo-spon", "source": [{"code": "JAP", "sector": "CVLalb"}]}
]`

func coded(typ, mode string, symmetric bool, source, target []record.Actor) *record.Record {
	return &record.Record{Codes: []record.Code{{Codebook: "plover", Type: typ, Mode: mode}}, Symmetric: symmetric, Source: source, Target: target}
}

func of(country string, sectors ...string) record.Actor {
	return record.Actor{Country: country, Sectors: sectors}
}

func TestRecordsFitByDegrees(t *testing.T) {
	gold, err := readGSR([]byte(gsrLines), "x.json")
	if err != nil {
		t.Fatal(err)
	}
	rus, uno := of("RUS", "GOV"), of("UNO", "GOV")
	tur, grc := of("TUR"), of("GRC")
	for _, c := range []struct {
		gold int
		got  *record.Record
		want gsrDegree
		why  string
	}{
		{0, coded("REQUEST", "meet", false, []record.Actor{rus}, []record.Actor{uno}), gsrMode, "an old type, a body, and no mode asked"},
		{0, coded("REQUEST", "", false, []record.Actor{of("RUS", "MIL")}, []record.Actor{uno}), gsrBoth, "another sector"},
		{0, coded("REQUEST", "", false, []record.Actor{rus}, nil), gsrSource, "no target"},
		{0, coded("REQUEST", "", false, []record.Actor{uno}, []record.Actor{rus}), gsrType, "turned round"},
		{0, coded("REQUEST", "", true, []record.Actor{uno}, []record.Actor{rus}), gsrMode, "turned round, but mutual"},
		{0, coded("REJECT", "", false, []record.Actor{rus}, []record.Actor{uno}), gsrNone, "another type"},
		{1, coded("AGREE", "", true, []record.Actor{grc}, []record.Actor{tur}), gsrMode, "both sides, in any order"},
		{1, coded("AGREE", "", false, []record.Actor{grc, tur}, nil), gsrMode, "both as sources"},
		{1, coded("AGREE", "", false, []record.Actor{grc}, []record.Actor{tur}), gsrType, "one agreed with the other, not both"},
		{2, coded("PROTEST", "demo", false, []record.Actor{of("JPN", "CVL")}, []record.Actor{tur}), gsrMode, "a slip, an old mode, any target"},
		{2, coded("PROTEST", "riot", false, []record.Actor{of("JPN", "CVL")}, nil), gsrSector, "another mode"},
	} {
		if d := gold[c.gold].fit(&record.Coding{}, c.got); d != c.want {
			t.Errorf("%s: %v, want %v", c.why, d, c.want)
		}
	}
}

func TestCoalitionsCountAsTheirMembers(t *testing.T) {
	gold, err := readGSR([]byte(gsrLines), "x.json")
	if err != nil {
		t.Fatal(err)
	}
	c := &record.Coding{Actors: []record.Actor{of("TUR"), of("GRC")}}
	if d := gold[1].fit(c, coded("AGREE", "", true, []record.Actor{{Kind: record.Coalition, Members: []int32{0, 1}}}, nil)); d != gsrMode {
		t.Errorf("both sides as one coalition: %v", d)
	}
}

func TestBadGoldSaysWhere(t *testing.T) {
	for file, want := range map[string]string{
		"[\n{\"id\": \"1\",\n  \"text\" 3}\n]": "x.json:3",
		`[{"id": "1", "text": "x"}]`:           `record 1 ("1") lacks`,
	} {
		if _, err := readGSR([]byte(file), "x.json"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", file, err, want)
		}
	}
}
