package gazetteer

// A Class groups feature codes by what can be said of such a place.
type Class uint8

const (
	City    Class = iota // populated place
	Admin1               // first-level division
	Country              // state or dependency
	Region               // sea, range, continent, part of a country or of several
	Point                // base, airport, building, strait narrow enough to be one
	Admin2               // county, district
)

var classNames = [...]string{"city", "admin1", "country", "region", "point", "admin2"}

func (c Class) String() string { return classNames[c] }

// Features are the feature codes of GeoNames that entries carry; an entry
// stores the number of its code. New codes go to the end.
var Features = []struct {
	Code  string
	Class Class
}{
	{"PPL", City}, {"PPLA", City}, {"PPLA2", City}, {"PPLA3", City}, {"PPLA4", City}, {"PPLA5", City},
	{"PPLC", City}, {"PPLCH", City}, {"PPLF", City}, {"PPLG", City}, {"PPLH", City}, {"PPLL", City},
	{"PPLQ", City}, {"PPLR", City}, {"PPLS", City}, {"PPLW", City}, {"PPLX", City}, {"STLMT", City},
	{"ADM1", Admin1}, {"ADM2", Admin2}, {"ADMD", Admin2},
	{"PCLI", Country}, {"PCLD", Country}, {"PCLF", Country}, {"PCLS", Country}, {"PCLIX", Country}, {"PCL", Country}, {"PCLH", Region}, {"TERR", Country},
	{"CONT", Region}, {"RGN", Region}, {"RGNE", Region}, {"RGNH", Region}, {"AREA", Region}, {"ZN", Region}, {"ZNB", Region},
	{"OCN", Region}, {"SEA", Region}, {"GULF", Region}, {"BAY", Region}, {"STRT", Region}, {"CHN", Region},
	{"LK", Region}, {"LKS", Region}, {"STM", Region}, {"RSV", Region}, {"CNL", Region}, {"DLTA", Region}, {"SD", Region},
	{"ISL", Region}, {"ISLS", Region}, {"ATOL", Region}, {"RF", Region}, {"SHOL", Region}, {"PEN", Region}, {"CAPE", Region},
	{"MTS", Region}, {"MT", Point}, {"PLAT", Region}, {"PLN", Region}, {"DSRT", Region}, {"VAL", Region}, {"PASS", Point},
	{"UPLD", Region}, {"STPP", Region}, {"FRST", Region}, {"PRK", Region},
	{"INSM", Point}, {"AIRB", Point}, {"AIRP", Point}, {"NVB", Point}, {"PRT", Point}, {"DAM", Point}, {"BDG", Point},
	{"BLDG", Point}, {"NUC", Point}, {"SQR", Point}, {"MNMT", Point}, {"PPQ", Point}, {"PSN", Point}, {"CMP", Point}, {"FCL", Point}, {"GATE", Point}, {"HSTS", Point},
}

// FeatureNo is the number under which a code is stored; false when the code
// is not one of ours.
func FeatureNo(code string) (uint8, bool) {
	for i, f := range Features {
		if f.Code == code {
			return uint8(i), true
		}
	}
	return 0, false
}

func feature(no uint8) string {
	if int(no) >= len(Features) {
		return ""
	}
	return Features[no].Code
}

func classOf(no uint8) Class {
	if int(no) >= len(Features) {
		return City
	}
	return Features[no].Class
}

// ClassOf is the class of a feature code.
func ClassOf(code string) Class {
	no, _ := FeatureNo(code)
	return classOf(no)
}
