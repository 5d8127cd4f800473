package reference

// codes splits CAMEO actor codes, which run state or kind and roles together:
// USAGOVMIL, IGOUNO, MNCUSA.
type codes struct {
	country map[string]string // CAMEO's code of a state, or ISO's, to PLOVER's
	kinds   map[string]bool   // codes in place of a state's
}

func (t *Tables) newCodes() *codes {
	c := &codes{country: map[string]string{}, kinds: map[string]bool{"IGO": true, "NGO": true, "MNC": true, "IMG": true, "ISM": true}}
	for i := range t.States {
		s := &t.States[i]
		code := s.Plover
		if t.State(code) == nil {
			code = s.ISO3
		}
		for _, k := range [...]string{s.ISO3, s.CAMEO} {
			// A former state's code is the successor's only where nothing else is.
			if _, taken := c.country[k]; k != "" && (!taken || k == s.ISO3 && !s.To.Known()) {
				c.country[k] = code
			}
		}
	}
	return c
}

// plover is PLOVER's sector for a role of CAMEO; what is missing is no sector.
var plover = map[string]string{
	"GOV": "GOV", "MIL": "MIL", "REB": "REB", "OPP": "OPP", "PTY": "PTY", "COP": "COP", "JUD": "JUD", "SPY": "SPY", "LEG": "LEG",
	"EDU": "EDU", "BUS": "BUS", "CRM": "CRM", "CVL": "CVL", "ELI": "ELI", "LAB": "LAB", "AGR": "AGR", "REF": "REF", "REL": "REL",
	"UAF": "UAF", "PRM": "PRM", "SOC": "SOC", "JRN": "JRN", "PRE": "PRE",
	"MED": "JRN", "HLH": "MED", // CAMEO's media and health
	"INS": "REB", "SEP": "REB", "HRI": "SOC", "ENV": "SOC", "SET": "CVL",
	"CHR": "REL", "CTH": "REL", "MUS": "REL", "MOS": "REL", "HIN": "REL", "BUD": "REL", "JEW": "REL", "SIK": "REL", "BAH": "REL",
}

// sectors are the PLOVER sectors of roles run together, each once.
func (c *codes) sectors(roles string) (out []string) {
	for ; len(roles) >= 3; roles = roles[3:] {
		if s := plover[roles[:3]]; s != "" && !contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// split gives country and sectors of a whole code. A company is of its state
// and in business; the bodies of the United Nations and the European Union are
// theirs; a first part that is neither state, kind nor role is a country of the
// user's own.
func (c *codes) split(code string) (country string, sectors []string) {
	first, rest := code[:min(3, len(code))], code[min(3, len(code)):]
	switch {
	case first == "NGM":
		return "NGO", c.sectors(rest)
	case c.kinds[first]:
		country = first
		second := rest[:min(3, len(rest))]
		switch {
		case first == "IGO" && second == "UNO":
			country = "UNO"
		case first == "IGO" && second == "EUR" && len(rest) >= 6 && (rest[3:6] == "EEC" || rest[3:6] == "EUU"):
			country = "EUR"
		case first == "MNC":
			if s := c.country[second]; s != "" {
				country = s
			}
			return country, c.sectors("BUS" + rest)
		}
		return country, c.sectors(rest)
	case c.country[first] != "":
		return c.country[first], c.sectors(rest)
	case plover[first] != "":
		return "", c.sectors(code)
	}
	return first, c.sectors(rest)
}
