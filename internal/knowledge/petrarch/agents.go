package petrarch

import (
	"fmt"
	"strings"

	"entente/internal/diag"
)

// maxForms bounds what the sets of one line may multiply to.
const maxForms = 200

// Agents reads an .agents file.
func Agents(file string, src []byte) ([]Agent, *diag.List) {
	r := open(file, src)
	sets := map[string][]string{}
	out := make([]Agent, 0, strings.Count(r.rest, "\n"))
	for {
		line, ok := r.next()
		if !ok {
			return out, r.finds
		}
		s := strings.TrimSpace(line)
		if set, words, ok := strings.Cut(s, "="); ok && s[0] == '!' && !strings.Contains(s, "[") {
			key := strings.Trim(strings.TrimSpace(set), "!")
			for w := range strings.SplitSeq(words, ",") {
				if w = name(w); w != "" {
					sets[key] = append(sets[key], w)
				}
			}
			continue
		}
		head, role, ok := strings.Cut(s, "[")
		if !ok {
			r.wrong(len(line), "a noun without a role", "write NOUN [~GOV]")
			continue
		}
		role, _, ok = strings.Cut(role, "]")
		role = strings.TrimSpace(role)
		a := Agent{Before: strings.HasSuffix(role, "~"), Role: strings.ToUpper(strings.Trim(role, "~ ")), Row: r.row()}
		if strings.Trim(a.Role, "-+") == "" {
			a.Role = "" // [---]: nobody
		}
		if !ok || !isCode(a.Role) || !strings.Contains(role, "~") && a.Role != "" {
			r.wrong(strings.IndexByte(line, '[')+1, fmt.Sprintf("%q is no role", role), "a role is [~GOV] or [NGO~]")
			continue
		}
		noun, plural, given := strings.Cut(head, "{")
		if given {
			plural, _, _ = strings.Cut(plural, "}")
			if a.Plural = name(plural); a.Plural == "" {
				a.Plural = "-"
			}
		}
		forms, err := expand(noun, sets)
		if err != "" {
			r.wrong(strings.IndexByte(line, '!')+1, err, "a set is written !NAME! = ONE, TWO before it is used")
			continue
		}
		for _, f := range forms {
			if a.Noun = name(f); a.Noun == "" {
				r.wrong(1, "a role without a noun", "write NOUN [~GOV]")
				break
			}
			if len(forms) > 1 && !given {
				a.Plural = "-" // sets list their plurals
			}
			out = append(out, a)
		}
	}
}

// expand writes a noun out for each word of the sets in it.
func expand(noun string, sets map[string][]string) (forms []string, err string) {
	before, rest, ok := strings.Cut(noun, "!")
	if !ok {
		return []string{noun}, ""
	}
	set, after, ok := strings.Cut(rest, "!")
	if !ok {
		return nil, "a set without an end"
	}
	words := sets[set]
	if words == nil {
		return nil, fmt.Sprintf("no set !%s!", set)
	}
	tails, err := expand(after, sets)
	if err != "" {
		return nil, err
	}
	if len(tails)*len(words) > maxForms {
		return nil, "too many forms of one noun"
	}
	for _, w := range words {
		for _, t := range tails {
			forms = append(forms, before+w+t)
		}
	}
	return forms, ""
}
