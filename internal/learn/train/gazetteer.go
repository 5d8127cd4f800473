package train

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"entente/internal/diag"
	"entente/internal/knowledge/gazetteer"
)

// GazetteerTables are the tables of ours, below the data folder, that go into
// the gazetteer; the built file carries their hash.
var GazetteerTables = []string{"reference/regions.tsv", "reference/districts.tsv", "lang/en/toponym_stop.tsv", "lang/en/given_names.tsv"}

// Gazetteer builds dataDir/built/gazetteer.bin from the GeoNames files of the
// shared data folder and the tables below dataDir.
func Gazetteer(sharedDir, dataDir string, log io.Writer) error {
	b := gazBuilder{
		names: map[string]uint32{}, areaNo: map[string]uint16{}, countryNo: map[string]uint8{},
		iso3: map[string]string{}, posts: map[gazetteer.Key]*gazPost{}, stop: map[gazetteer.Key]string{},
		centre: map[string]*gazCentre{}, district: map[string]*gazCentre{}, admName: map[string]string{},
	}
	b.areas = append(b.areas, "")
	b.countries = append(b.countries, "")
	tables := os.DirFS(dataDir)
	if err := b.readStop(tables); err != nil {
		return err
	}
	dir := filepath.Join(sharedDir, "data", "gazetteer")
	inputs := sha256.New()
	for _, step := range []struct {
		file string
		line func([]string) error
	}{{"countryInfo.txt", b.country}, {"admin1CodesASCII.txt", b.admin1}, {"cities500.txt", b.city}} {
		if err := eachGeoLine(filepath.Join(dir, step.file), inputs, step.line); err != nil {
			return fmt.Errorf("build gazetteer: %w", err)
		}
	}
	if err := b.readRegions(tables); err != nil {
		return err
	}
	b.addDivisions()
	if err := b.readDistricts(tables); err != nil {
		return err
	}
	ours, err := GazetteerInputs(tables)
	if err != nil {
		return err
	}
	file, err := b.encode(ours, [32]byte(inputs.Sum(nil)))
	if err != nil {
		return err
	}
	g, err := gazetteer.Open(string(file))
	if err != nil {
		return fmt.Errorf("built gazetteer does not open: %w", err)
	}
	path := filepath.Join(dataDir, "built", "gazetteer.bin")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	fmt.Fprintf(log, "gazetteer: %d places, %d names, %d bytes\n", g.Len(), g.Names(), len(file))
	return os.WriteFile(path, file, 0o644)
}

// GazetteerInputs is the hash of the tables of ours that the gazetteer holds.
func GazetteerInputs(tables fs.FS) ([32]byte, error) {
	h := sha256.New()
	for _, name := range GazetteerTables {
		text, err := fs.ReadFile(tables, name)
		if err != nil {
			return [32]byte{}, err
		}
		fmt.Fprintf(h, "%s %d\n", name, len(text))
		h.Write(text)
	}
	return [32]byte(h.Sum(nil)), nil
}

type gazBuilder struct {
	places    []gazPlace
	names     map[string]uint32
	pool      []byte
	areas     []string
	areaNo    map[string]uint16 // "country/name"
	countries []string
	countryNo map[string]uint8
	iso3      map[string]string // alpha-2 to alpha-3
	states    []gazState
	divisions []gazDivision
	posts     map[gazetteer.Key]*gazPost
	stop      map[gazetteer.Key]string
	given     []string
	centre    map[string]*gazCentre // "US.KY"
	district  map[string]*gazCentre // "US.KY.067"
	admName   map[string]string
}

type gazPlace struct {
	name     string
	id       int64
	lat, lon float64
	pop      int64
	country  string // alpha-3
	admin1   string
	feature  string
	shared   []string // alpha-3 of all states that it lies in, borders or is claimed by
	note     string   // what is to be known of its standing
}

type gazState struct {
	iso3, name string
	id, pop    int64
	done       bool
}

type gazDivision struct {
	code, iso3, name, ascii string
	id                      int64
	done                    bool
}

// A gazCentre gathers a division's towns into its weighted middle.
type gazCentre struct {
	x, y, z, weight float64
	pop             int64
}

// A gazPost is a name and the places that bear it.
type gazPost struct {
	refs []gazRef
	weak bool
}

type gazRef struct {
	place int
	alt   bool
}

// country reads a line of countryInfo.txt.
func (b *gazBuilder) country(f []string) error {
	if len(f) < 17 || f[0] == "ISO" {
		return nil
	}
	id, err := strconv.ParseInt(f[16], 10, 64)
	if err != nil {
		return fmt.Errorf("countryInfo.txt: %w", err)
	}
	b.iso3[f[0]] = f[1]
	if f[1] == "SCG" || f[1] == "ANT" {
		return nil // dissolved
	}
	pop, _ := strconv.ParseInt(f[7], 10, 64)
	b.states = append(b.states, gazState{iso3: f[1], name: strings.TrimSpace(f[4]), id: id, pop: pop})
	return nil
}

func (b *gazBuilder) admin1(f []string) error {
	if len(f) < 4 {
		return nil
	}
	id, err := strconv.ParseInt(f[3], 10, 64)
	if err != nil {
		return fmt.Errorf("admin1CodesASCII.txt: %w", err)
	}
	iso3 := b.iso3[f[0][:2]]
	b.admName[f[0]] = f[1]
	b.divisions = append(b.divisions, gazDivision{code: f[0], iso3: iso3, name: f[1], ascii: f[2], id: id})
	return nil
}

// small are the states whose villages of fewer than 1,000 people are kept: in
// English text they are either at home or at war.
var small = map[string]bool{}

func init() {
	for _, c := range strings.Fields("US GB IE CA AU NZ ZA IN PK AF IQ SY LB IL PS JO YE IR TR UA GE AM AZ MD RS XK BA MK AL ML NE NG BF TD CF CD SS SD ET ER SO KE UG RW BI MZ MM LK BD NP PH ID PG KP LY EG CO VE HT GT HN SV MX CN RU KZ KG TJ UZ TM") {
		small[c] = true
	}
}

// quarters are the states whose quarters of towns are kept whatever their size.
var quarters = map[string]bool{"US": true, "GB": true, "AU": true, "CA": true, "NZ": true, "IE": true}

func (b *gazBuilder) city(f []string) error {
	if len(f) < 15 {
		return nil
	}
	id, err := strconv.ParseInt(f[0], 10, 64)
	lat, err2 := strconv.ParseFloat(f[4], 64)
	lon, err3 := strconv.ParseFloat(f[5], 64)
	if err != nil || err2 != nil || err3 != nil {
		return fmt.Errorf("cities500.txt: bad line for %s", f[1])
	}
	pop, _ := strconv.ParseInt(f[14], 10, 64)
	code := f[8] + "." + f[10]
	c := b.centre[code]
	if c == nil {
		c = &gazCentre{}
		b.centre[code] = c
	}
	c.add(lat, lon, pop)
	d := b.district[code+"."+f[11]]
	if d == nil {
		d = &gazCentre{}
		b.district[code+"."+f[11]] = d
	}
	d.add(lat, lon, pop)
	feature := f[7]
	if feature == "PPLX" {
		c.pop -= pop // a part of a town that is already counted
		d.pop -= pop
	}
	if feature == "PPLH" || feature == "PPLQ" || feature == "PPLW" || f[6] != "P" {
		return nil // gone, empty or in ruins
	}
	if pop < 1000 && !small[f[8]] && feature != "PPLA" && feature != "PPLC" {
		return nil
	}
	if feature == "PPLX" && pop < 20000 && !quarters[f[8]] {
		return nil
	}
	if _, ok := gazetteer.FeatureNo(feature); !ok {
		feature = "PPL"
	}
	f[1], _, _ = strings.Cut(f[1], " (")
	f[2], _, _ = strings.Cut(f[2], " (")
	p := gazPlace{name: f[1], id: id, lat: lat, lon: lon, pop: pop, country: b.iso3[f[8]], admin1: b.admName[code], feature: feature}
	no := len(b.places)
	b.places = append(b.places, p)
	b.name(f[1], no, false)
	b.name(f[2], no, false)
	if pop >= 5000 || feature == "PPLA" || feature == "PPLC" {
		for _, a := range strings.Split(f[3], ",") {
			if usefulAlternate(a, feature == "PPLC") {
				b.name(a, no, true)
			}
		}
	}
	return nil
}

// usefulAlternate keeps other names that English text may use: in Latin
// letters, long enough, no codes.
func usefulAlternate(s string, capital bool) bool {
	letters, words, upper := 0, 1, 0
	for _, r := range s {
		switch {
		case r == ' ' || r == '-':
			words++
		case r == '\'' || r == '.' || r == '’':
		case unicode.Is(unicode.Latin, r):
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		default:
			return false
		}
	}
	if r, _ := utf8.DecodeRuneInString(s); !unicode.IsUpper(r) {
		return false
	}
	return (letters >= 5 || capital && letters == 4) && words <= 4 && upper < letters
}

// name adds a spelling of a town, unless the stop list says that it never
// means one.
func (b *gazBuilder) name(s string, place int, alt bool) {
	k := gazetteer.KeyOf(s)
	kind := b.stop[k]
	if kind == "drop" || utf8.RuneCountInString(s) < 2 {
		return
	}
	b.post(k, place, alt)
	if kind != "" {
		b.posts[k].weak = true
	}
}

func (b *gazBuilder) post(k gazetteer.Key, place int, alt bool) {
	if k.Empty() {
		return
	}
	p := b.posts[k]
	if p == nil {
		p = &gazPost{}
		b.posts[k] = p
	}
	for i, r := range p.refs {
		if r.place == place {
			p.refs[i].alt = r.alt && alt
			return
		}
	}
	p.refs = append(p.refs, gazRef{place, alt})
}

// addDivisions adds the states and first-level divisions that the table of
// regions did not name.
func (b *gazBuilder) addDivisions() {
	for _, s := range b.states {
		if s.done {
			continue
		}
		// A state without a row of ours lies where its people do.
		var c gazCentre
		for _, code := range sortedKeys(b.centre) {
			if b.iso3[code[:2]] == s.iso3 {
				o := b.centre[code]
				c.x, c.y, c.z = c.x+o.x, c.y+o.y, c.z+o.z
			}
		}
		lat, lon := c.at()
		no := len(b.places)
		b.places = append(b.places, gazPlace{name: s.name, id: s.id, lat: lat, lon: lon, pop: s.pop, country: s.iso3, feature: "PCLI"})
		b.post(gazetteer.KeyOf(s.name), no, false)
	}
	for _, d := range b.divisions {
		if d.done || d.iso3 == "" {
			continue
		}
		c := b.centre[d.code]
		if c == nil {
			continue
		}
		b.division(d, c, nil, math.NaN(), math.NaN())
	}
}

func (b *gazBuilder) division(d gazDivision, c *gazCentre, aliases []string, lat, lon float64) int {
	var pop int64
	if c != nil {
		pop = c.pop
		if math.IsNaN(lat) {
			lat, lon = c.at()
		}
	}
	no := len(b.places)
	b.places = append(b.places, gazPlace{name: d.name, id: d.id, lat: lat, lon: lon, pop: max(pop, 0), country: d.iso3, admin1: d.name, feature: "ADM1"})
	for _, n := range []string{d.name, d.ascii} {
		if k := gazetteer.KeyOf(n); b.stop[k] != "drop" {
			b.post(k, no, false)
		}
		if s := bareDivision(n); s != n {
			if k := gazetteer.KeyOf(s); b.stop[k] == "" {
				b.post(k, no, true)
			}
		}
	}
	for _, a := range aliases {
		b.post(gazetteer.KeyOf(a), no, false)
	}
	return no
}

var divisionWords = []string{" Oblast", " Oblast'", " Province", " Region", " State", " Governorate", " Krai", " Prefecture", " District", " Department", " County", " Voivodeship", " Canton", " Territory", " Republic", " Sheng", " Muhafazat", " Municipality", " Division", " Parish"}

// bareDivision is the name without its kind: "Donetsk" of "Donetsk Oblast".
func bareDivision(n string) string {
	for _, w := range divisionWords {
		if s, ok := strings.CutSuffix(n, w); ok && len(s) > 3 {
			return s
		}
	}
	for _, w := range []string{"Republic of ", "Muhafazat ", "Province of ", "State of ", "Departamento de ", "Estado de ", "Provincia de "} {
		if s, ok := strings.CutPrefix(n, w); ok && len(s) > 3 {
			return s
		}
	}
	return n
}

func (c *gazCentre) add(lat, lon float64, pop int64) {
	w := float64(pop) + 100
	la, lo := lat*math.Pi/180, lon*math.Pi/180
	c.x += w * math.Cos(la) * math.Cos(lo)
	c.y += w * math.Cos(la) * math.Sin(lo)
	c.z += w * math.Sin(la)
	c.weight += w
	c.pop += pop
}

func (c *gazCentre) at() (lat, lon float64) {
	return math.Atan2(c.z, math.Hypot(c.x, c.y)) * 180 / math.Pi, math.Atan2(c.y, c.x) * 180 / math.Pi
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// eachGeoLine reads a tab-separated file of GeoNames, hashing it on the way.
func eachGeoLine(path string, hash io.Writer, line func([]string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(io.TeeReader(f, hash))
	sc.Buffer(make([]byte, 1<<20), 1<<20)
	for sc.Scan() {
		if strings.HasPrefix(sc.Text(), "#") {
			continue
		}
		if err := line(strings.Split(sc.Text(), "\t")); err != nil {
			return err
		}
	}
	return sc.Err()
}

// eachRow reads a table of ours: comment lines, a line of column names, rows.
func eachRow(tables fs.FS, name string, columns int, row func(line int, f []string, bad func(col int, msg, hint string))) error {
	text, err := fs.ReadFile(tables, name)
	if err != nil {
		return err
	}
	var errs diag.List
	head := true
	for i, l := range strings.Split(string(text), "\n") {
		if l == "" || l[0] == '#' {
			continue
		}
		if head {
			head = false
			continue
		}
		f := strings.Split(l, "\t")
		bad := func(col int, msg, hint string) {
			at := 1
			for _, s := range f[:min(col, len(f))] {
				at += len(s) + 1
			}
			errs.Add(&diag.Error{File: name, Line: i + 1, Column: at, Msg: msg, Hint: hint, Reason: diag.Syntax})
		}
		if len(f) != columns {
			bad(0, fmt.Sprintf("%d columns, should be %d", len(f), columns), "columns are parted by tabs; the comment head names them")
			continue
		}
		row(i+1, f, bad)
	}
	return errs.Err()
}

func (b *gazBuilder) readStop(tables fs.FS) error {
	err := eachRow(tables, "lang/en/toponym_stop.tsv", 3, func(_ int, f []string, bad func(int, string, string)) {
		if gazetteer.KeyOf(f[0]).Empty() {
			bad(0, "no name", "")
		}
		switch f[1] {
		case "drop", "weak", "name":
			b.stop[gazetteer.KeyOf(f[0])] = f[1]
		default:
			bad(1, fmt.Sprintf("unknown kind %q", f[1]), "a kind is drop, weak or name")
		}
	})
	if err != nil {
		return err
	}
	return eachRow(tables, "lang/en/given_names.tsv", 1, func(_ int, f []string, _ func(int, string, string)) {
		b.given = append(b.given, f[0])
	})
}

func (b *gazBuilder) readRegions(tables fs.FS) error {
	return eachRow(tables, "reference/regions.tsv", 12, func(_ int, f []string, bad func(int, string, string)) {
		lat, lon := math.NaN(), math.NaN()
		if f[2] != "" || f[5] != "ADM1" {
			var err, err2 error
			lat, err = strconv.ParseFloat(f[2], 64)
			lon, err2 = strconv.ParseFloat(f[3], 64)
			if err != nil || err2 != nil || math.Abs(lat) > 90 || math.Abs(lon) > 180 {
				bad(2, fmt.Sprintf("%q, %q is no point", f[2], f[3]), "latitude and longitude in degrees, north and east positive")
				return
			}
		}
		no, ok := gazetteer.FeatureNo(f[5])
		if !ok {
			bad(5, fmt.Sprintf("unknown feature code %q", f[5]), "the codes are listed in docs/format/gazetteer.md")
			return
		}
		if want := gazetteer.Features[no].Class.String(); f[6] != want {
			bad(6, fmt.Sprintf("resolution %q, but %s means %q", f[6], f[5], want), "")
			return
		}
		var id int64
		if f[7] != "" {
			var err error
			if id, err = strconv.ParseInt(f[7], 10, 32); err != nil {
				bad(7, fmt.Sprintf("%q is no GeoNames id", f[7]), "")
				return
			}
		}
		var aliases []string
		if f[1] != "" {
			aliases = strings.Split(f[1], "|")
		}
		if f[4] != "" && !b.knownState(f[4]) {
			bad(4, fmt.Sprintf("%q is no state", f[4]), "ISO 3166 alpha-3 codes, XKX for Kosovo")
			return
		}
		if math.IsNaN(lat) && !b.knownDivision(id) {
			bad(2, "no point, and no first-level division of this id to take it from", "")
			return
		}
		var shared []string
		if f[9] != "" {
			shared = strings.Split(f[9], "|")
		}
		for _, iso3 := range shared {
			if !b.knownState(iso3) {
				bad(9, fmt.Sprintf("%q is no state", iso3), "ISO 3166 alpha-3 codes parted by |, XKX for Kosovo")
				return
			}
		}
		if f[4] != "" && len(shared) > 0 && !slices.Contains(shared, f[4]) {
			bad(9, fmt.Sprintf("the states lack %s, the place's own", f[4]), "")
			return
		}
		if f[10] == "" {
			bad(10, "no source", "GeoNames, or Entente for a point of ours")
			return
		}
		if _, err := time.Parse("2006-01", f[11]); err != nil {
			bad(11, fmt.Sprintf("%q is no month", f[11]), "the month in which the row was last looked at: 2026-11")
			return
		}
		at := b.region(f[0], aliases, lat, lon, f[4], f[5], id)
		b.places[at].shared, b.places[at].note = shared, f[8]
	})
}

func (b *gazBuilder) knownState(iso3 string) bool {
	for i := range b.states {
		if b.states[i].iso3 == iso3 {
			return true
		}
	}
	return false
}

func (b *gazBuilder) knownDivision(id int64) bool {
	for i := range b.divisions {
		if d := &b.divisions[i]; d.id == id && !d.done && b.centre[d.code] != nil {
			return true
		}
	}
	return false
}

// region adds a row of ours, taking over what GeoNames says of the same state
// or division, and returns its number.
func (b *gazBuilder) region(name string, aliases []string, lat, lon float64, iso3, feature string, id int64) int {
	p := gazPlace{name: name, id: id, lat: lat, lon: lon, country: iso3, feature: feature}
	spell := append([]string{name}, aliases...)
	switch gazetteer.ClassOf(feature) {
	case gazetteer.Country:
		for i := range b.states {
			if s := &b.states[i]; s.id == id && id != 0 {
				s.done = true
				p.pop = s.pop
				spell = append(spell, s.name)
			}
		}
	case gazetteer.Admin1:
		for i := range b.divisions {
			if d := &b.divisions[i]; d.id == id && id != 0 && !d.done {
				d.done = true
				no := b.division(*d, b.centre[d.code], spell, lat, lon)
				b.places[no].name = name
				return no
			}
		}
		p.admin1 = name
	case gazetteer.City:
		for i := range b.places {
			q := &b.places[i]
			if (id != 0 && q.id == id) || (q.country == iso3 && q.name == name && math.Abs(q.lat-lat)+math.Abs(q.lon-lon) < 0.5) {
				for _, s := range spell {
					b.post(gazetteer.KeyOf(s), i, false)
				}
				return i
			}
		}
	}
	no := len(b.places)
	b.places = append(b.places, p)
	for _, s := range spell {
		s = strings.TrimPrefix(s, "the ")
		k := gazetteer.KeyOf(s)
		b.post(k, no, false)
		b.posts[k].weak = b.stop[k] == "weak"
	}
	return no
}

// readDistricts adds second-level divisions. Their bare names ("Zakho" for
// "Zakho District") are taken only where nothing else bears them.
func (b *gazBuilder) readDistricts(tables fs.FS) error {
	bare := map[string]int{}
	err := eachRow(tables, "reference/districts.tsv", 2, func(_ int, f []string, bad func(int, string, string)) {
		c := b.district[f[0]]
		code := f[0][:max(strings.LastIndexByte(f[0], '.'), 0)]
		if c == nil || b.admName[code] == "" {
			bad(0, fmt.Sprintf("no town lies in %q", f[0]), "codes are those of GeoNames' cities: US.KY.067")
			return
		}
		lat, lon := c.at()
		no := len(b.places)
		b.places = append(b.places, gazPlace{name: f[1], lat: lat, lon: lon, pop: max(c.pop, 0), country: b.iso3[f[0][:2]], admin1: b.admName[code], feature: "ADM2"})
		for _, s := range districtNames(f[1]) {
			if k := gazetteer.KeyOf(s); b.stop[k] == "" {
				b.post(k, no, false)
			}
		}
		if s := bareDistrict(f[1]); s != f[1] && f[0][:2] != "US" {
			bare[s] = no
		}
	})
	if err != nil {
		return err
	}
	for _, s := range sortedKeys(bare) {
		if k := gazetteer.KeyOf(s); b.stop[k] == "" && b.posts[k] == nil {
			b.post(k, bare[s], true)
		}
	}
	return nil
}

// districtNames are the ways in which the press writes a district.
func districtNames(n string) []string {
	out := []string{n}
	bare := bareDistrict(n)
	switch {
	case strings.HasSuffix(n, " County"):
		out = append(out, bare+" Co")
	case strings.HasPrefix(n, "County "):
		out = append(out, "Co "+bare, bare+" County")
	case strings.HasPrefix(n, "Province of "), strings.HasPrefix(n, "Provincia de "):
		out = append(out, bare+" Province")
	}
	if strings.HasSuffix(n, " County") && len(n) > len("County") {
		out = append(out, "County "+bare)
	}
	return out
}

func bareDistrict(n string) string {
	for _, w := range []string{" County", " District", " Raion", " Rayon", " Agency", " Regional District", " Zila", " Division"} {
		if s, ok := strings.CutSuffix(n, w); ok {
			return s
		}
	}
	for _, w := range []string{"County ", "County of ", "Borough of ", "District of ", "Province of ", "Provincia di ", "Provincia de ", "Provincia dell' ", "Département de la ", "Département de ", "Département du "} {
		if s, ok := strings.CutPrefix(n, w); ok {
			return s
		}
	}
	return n
}

// prominence orders the namesakes of one name before any text is seen.
func (b *gazBuilder) prominence(r gazRef) float64 {
	p := b.places[r.place]
	v := math.Log10(float64(p.pop) + 10)
	switch gazetteer.ClassOf(p.feature) {
	case gazetteer.Country:
		v += 10
	case gazetteer.Region:
		v += 8
	case gazetteer.Point:
		v += 4
	case gazetteer.Admin1, gazetteer.Admin2:
		v -= 1.2 // its seat often bears the same name and is meant more often
	}
	switch p.feature {
	case "PPLC":
		v += 1
	case "PPLX":
		v -= 0.5
	}
	if r.alt {
		v--
	}
	return v
}

const maxNamesakes = 40

func (b *gazBuilder) encode(ours, theirs [32]byte) ([]byte, error) {
	le := binary.LittleEndian
	var places, shared []byte
	for i, p := range b.places {
		if len(p.shared) > 0 || p.note != "" {
			shared = le.AppendUint32(shared, uint32(i))
			shared = le.AppendUint32(shared, b.intern(strings.Join(p.shared, " ")))
			shared = le.AppendUint32(shared, b.intern(p.note))
		}
		no, ok := gazetteer.FeatureNo(p.feature)
		if !ok {
			return nil, fmt.Errorf("feature code %q of %s has no number", p.feature, p.name)
		}
		places = le.AppendUint32(places, b.intern(p.name))
		places = le.AppendUint32(places, uint32(p.id))
		places = le.AppendUint32(places, uint32(int32(math.Round(p.lat*1e5))))
		places = le.AppendUint32(places, uint32(int32(math.Round(p.lon*1e5))))
		places = le.AppendUint32(places, uint32(p.pop))
		places = le.AppendUint16(places, b.area(p.country, p.admin1))
		places = append(places, b.countryOf(p.country), no)
	}
	type entry struct {
		bucket, rest uint32
		post         *gazPost
	}
	var entries []entry
	for k, p := range b.posts {
		bucket, rest := k.Split()
		entries = append(entries, entry{bucket, rest, p})
	}
	sort.Slice(entries, func(i, j int) bool {
		if entries[i].bucket != entries[j].bucket {
			return entries[i].bucket < entries[j].bucket
		}
		return entries[i].rest < entries[j].rest
	})
	buckets := make([]uint32, 1<<16+1)
	var keys, lists []byte
	for i, e := range entries {
		if i > 0 && entries[i-1].bucket == e.bucket && entries[i-1].rest == e.rest {
			return nil, fmt.Errorf("two names have one hash: %s", b.places[e.post.refs[0].place].name)
		}
		buckets[e.bucket+1]++
		refs := e.post.refs
		sort.SliceStable(refs, func(i, j int) bool {
			x, y := b.prominence(refs[i]), b.prominence(refs[j])
			if x != y {
				return x > y
			}
			return refs[i].place < refs[j].place
		})
		refs = refs[:min(len(refs), maxNamesakes)]
		var v uint32
		if c := gazetteer.ClassOf(b.places[refs[0].place].feature); e.post.weak && c != gazetteer.Country && c != gazetteer.Admin1 {
			v |= 1 << 30
		}
		if len(refs) == 1 {
			v |= uint32(refs[0].place)
			if refs[0].alt {
				v |= 1 << 29
			}
		} else {
			v |= 1<<31 | uint32(len(lists)/4)
			lists = le.AppendUint32(lists, uint32(len(refs)))
			for _, r := range refs {
				x := uint32(r.place)
				if r.alt {
					x |= 1 << 31
				}
				lists = le.AppendUint32(lists, x)
			}
		}
		keys = le.AppendUint32(keys, e.rest)
		keys = le.AppendUint32(keys, v)
	}
	var bucketBytes []byte
	var sum uint32
	for _, n := range buckets {
		sum += n
		bucketBytes = le.AppendUint32(bucketBytes, sum)
	}
	var areas []byte
	for _, a := range b.areas {
		_, name, _ := strings.Cut(a, "/")
		areas = le.AppendUint32(areas, b.intern(name))
		areas = le.AppendUint32(areas, 0)
	}
	var countries []byte
	for _, c := range b.countries {
		countries = append(countries, (c + "\x00\x00\x00\x00")[:4]...)
	}
	var givenHash []uint32
	for _, n := range b.given {
		_, rest := gazetteer.KeyOf(n).Split()
		givenHash = append(givenHash, rest)
	}
	sort.Slice(givenHash, func(i, j int) bool { return givenHash[i] < givenHash[j] })
	var given []byte
	for _, h := range givenHash {
		given = le.AppendUint32(given, h)
	}

	head := make([]byte, gazetteer.HeaderSize)
	copy(head, gazetteer.Magic)
	copy(head[96:], ours[:])
	copy(head[128:], theirs[:])
	body := head
	for i, s := range [][]byte{places, bucketBytes, keys, lists, areas, countries, given, b.pool, shared} {
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
		le.PutUint32(body[12+8*i:], uint32(len(body)))
		le.PutUint32(body[16+8*i:], uint32(len(s)))
		body = append(body, s...)
	}
	le.PutUint32(body[8:], uint32(len(body)))
	return body, nil
}

func (b *gazBuilder) intern(s string) uint32 {
	if off, ok := b.names[s]; ok {
		return off
	}
	off := uint32(len(b.pool))
	cut := s
	for len(cut) > 255 {
		_, n := utf8.DecodeLastRuneInString(cut)
		cut = cut[:len(cut)-n]
	}
	b.pool = append(b.pool, byte(len(cut)))
	b.pool = append(b.pool, cut...)
	b.names[s] = off
	return off
}

func (b *gazBuilder) area(iso3, admin1 string) uint16 {
	if admin1 == "" {
		return 0
	}
	k := iso3 + "/" + admin1
	if no, ok := b.areaNo[k]; ok {
		return no
	}
	no := uint16(len(b.areas))
	b.areas = append(b.areas, k)
	b.areaNo[k] = no
	return no
}

func (b *gazBuilder) countryOf(iso3 string) uint8 {
	if iso3 == "" {
		return 0
	}
	if no, ok := b.countryNo[iso3]; ok {
		return no
	}
	no := uint8(len(b.countries))
	b.countries = append(b.countries, iso3)
	b.countryNo[iso3] = no
	return no
}
