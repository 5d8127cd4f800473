package forecast

import "strings"

// What a name says: "Police (Egypt)" is of the sector police and of Egypt;
// "Egypt" is a state if it stands in such brackets elsewhere; other names are
// those of persons and of bodies without a country. Numbers start at 1; 0 is
// unknown.
type naming struct {
	country, sector    []int32 // by actor
	countries, sectors int32
}

const (
	sectorNone  = 0
	sectorState = 1
)

func readNames(names []string, entities int32) naming {
	n := naming{country: make([]int32, entities), sector: make([]int32, entities), countries: 1, sectors: 2}
	split := func(name string) (sector, country string) {
		name = strings.ReplaceAll(name, "_", " ")
		if i := strings.LastIndex(name, " ("); i > 0 && strings.HasSuffix(name, ")") {
			return name[:i], name[i+2 : len(name)-1]
		}
		return "", name
	}
	countries, sectors := map[string]int32{}, map[string]int32{}
	number := func(of map[string]int32, name string, next *int32) int32 {
		if _, ok := of[name]; !ok {
			of[name] = *next
			*next++
		}
		return of[name]
	}
	for i, name := range names {
		if sector, country := split(name); sector != "" {
			n.country[i] = number(countries, country, &n.countries)
			n.sector[i] = number(sectors, sector, &n.sectors)
		}
	}
	for i, name := range names {
		if sector, country := split(name); sector == "" && countries[country] > 0 {
			n.country[i], n.sector[i] = countries[country], sectorState
		}
	}
	return n
}
