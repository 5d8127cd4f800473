// Command rows writes files of made-up rows in the formats of other data sets,
// with bad rows planted among them, for measuring entente import. The rows mean
// nothing: countries, codes and days are drawn by a seeded generator, so that the
// same arguments give the same bytes.
//
//	go run ./bench/rows -format icews -n 1000000 -bad 300 > icews.tsv
package main

import (
	"bufio"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"time"
)

var (
	countries = []string{"Russian Federation", "Ukraine", "United States", "China", "India", "Pakistan", "Kenya", "Somalia", "France", "Germany", "Turkey", "Syria", "Israel", "Iran", "Japan", "South Korea", "Brazil", "Mexico", "Nigeria", "Egypt"}
	codes3    = []string{"RUS", "UKR", "USA", "CHN", "IND", "PAK", "KEN", "SOM", "FRA", "DEU", "TUR", "SYR", "ISR", "IRN", "JPN", "KOR", "BRA", "MEX", "NGA", "EGY"}
	fips      = []string{"RS", "UP", "US", "CH", "IN", "PK", "KE", "SO", "FR", "GM", "TU", "SY", "IS", "IR", "JA", "KS", "BR", "MX", "NI", "EG"}
	sectors   = []string{"Executive,Executive Office,Government", "Military", "Police,Government", "(National) Major Party,Ideological,Parties", "General Population / Civilian / Social", "Foreign Ministry,Executive,Government", "Business", ""}
	suffixes  = []string{"GOV", "MIL", "COP", "OPP", "CVL", "", "BUS", "GOVMIL"}
	acts      = []string{"010", "020", "036", "040", "042", "043", "051", "057", "061", "070", "084", "111", "112", "120", "130", "141", "150", "163", "173", "190", "193", "194"}
)

func main() {
	format := flag.String("format", "icews", "icews or gdelt2")
	n := flag.Int("n", 1000000, "rows")
	bad := flag.Int("bad", 300, "of these, bad ones")
	seed := flag.Uint64("seed", 1, "seed")
	flag.Parse()
	r := rand.New(rand.NewPCG(*seed, 2))
	w := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer w.Flush()
	write := gdelt
	if *format == "icews" {
		write = icews
		fmt.Fprintln(w, "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude")
	}
	every := 0
	if *bad > 0 {
		every = *n / *bad
	}
	for i := range *n {
		day := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i*365 / *n)
		f := write(r, i, day)
		if every > 0 && i%every == every/2 {
			spoil(r, &f, *format)
		}
		fmt.Fprintln(w, strings.Join(f, "\t"))
	}
}

// spoil makes a row unreadable in one of four ways.
func spoil(r *rand.Rand, f *[]string, format string) {
	code := 6
	if format != "icews" {
		code = 26
	}
	switch r.IntN(4) {
	case 0:
		*f = (*f)[:len(*f)/2]
	case 1:
		(*f)[1] = "2015-13-45"
	case 2:
		(*f)[code] = "999"
	case 3:
		(*f)[code+1] = "high"
		if format != "icews" {
			(*f)[30] = "high"
		}
	}
}

func icews(r *rand.Rand, i int, day time.Time) []string {
	a, b, c := r.IntN(20), r.IntN(20), r.IntN(20)
	return []string{fmt.Sprint(20000000 + i), day.Format(time.DateOnly), fmt.Sprintf("Person %d (%s)", r.IntN(5000), countries[a]), sectors[r.IntN(8)], countries[a], "Text of the code", acts[r.IntN(len(acts))], fmt.Sprintf("%.1f", r.Float64()*20-10),
		fmt.Sprintf("Group %d", r.IntN(3000)), sectors[r.IntN(8)], countries[b], fmt.Sprint(30000000 + i/2), fmt.Sprint(1 + r.IntN(6)), fmt.Sprintf("Paper %d", r.IntN(200)),
		fmt.Sprintf("Town %d", r.IntN(4000)), "", fmt.Sprintf("Province %d", r.IntN(300)), countries[c], fmt.Sprintf("%.4f", r.Float64()*180-90), fmt.Sprintf("%.4f", r.Float64()*360-180)}
}

func gdelt(r *rand.Rand, i int, day time.Time) []string {
	f := make([]string, 61)
	f[0], f[1], f[2], f[3], f[4] = fmt.Sprint(400000000+i), day.Format("20060102"), day.Format("200601"), day.Format("2006"), "2015.5"
	for _, at := range []int{5, 15} {
		c := r.IntN(20)
		s := suffixes[r.IntN(8)]
		f[at], f[at+1], f[at+2] = codes3[c]+s, fmt.Sprintf("NAME %d", r.IntN(5000)), codes3[c]
		if s != "" {
			f[at+7] = s[:3]
		}
	}
	code := acts[r.IntN(len(acts))]
	n := fmt.Sprint(1 + r.IntN(20))
	f[25], f[26], f[27], f[28], f[29], f[30] = fmt.Sprint(r.IntN(2)), code, code, code[:2], "1", fmt.Sprintf("%.1f", r.Float64()*20-10)
	f[31], f[32], f[33], f[34] = n, "1", n, fmt.Sprintf("%.6f", r.Float64()*10-5)
	for _, at := range []int{35, 43, 51} {
		c := r.IntN(20)
		f[at], f[at+1], f[at+2], f[at+3] = "4", fmt.Sprintf("Town %d, Somewhere", r.IntN(4000)), fips[c], fips[c]+"01"
		f[at+5], f[at+6], f[at+7] = fmt.Sprintf("%.4f", r.Float64()*180-90), fmt.Sprintf("%.4f", r.Float64()*360-180), fmt.Sprint(-r.IntN(1000000))
	}
	f[59], f[60] = day.Format("20060102")+"120000", fmt.Sprintf("https://news.example/%d/story-of-the-day", i)
	return f
}
