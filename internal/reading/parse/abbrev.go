package parse

// keepPeriod reports whether the period at j belongs to the word [i,j) as an
// abbreviation's.
func (p *page) keepPeriod(start, i, j, b, end, run int, acronym bool) bool {
	s := p.body
	w := s[i:j]
	if acronym {
		return true
	}
	if class[w[0]] == digit {
		// "1." that numbers a list item.
		return len(p.doc.Tokens) == run && len(w) <= 3 && allDigits(w) && j+1 == b && b < end
	}
	if len(w) > 8 {
		return false
	}
	kind := p.words[s[i:j+1]]
	if kind == 0 && len(w) > 1 && upper(w[1]) {
		kind = p.words[w[:1]+p.lower[i+1:j+1]] // "GEN."
	}
	// The next chunk, should there be one.
	n := j + 1
	for n < end && n-j < 16 && class[s[n]] == space {
		n++
	}
	if kind&isNumberAbbrev != 0 && kind&(isTitle|isAbbrev|isMiddle) == 0 {
		return n < end && (class[s[n]] == digit || s[n] == '#')
	}
	if kind&(isTitle|isMonth|isAbbrev|isMiddle) != 0 {
		return kind&(isTitle|isMiddle) == 0 || n < end
	}
	if len(w) == 1 && upper(w[0]) {
		return p.initial(w[0], j, n, end, run)
	}
	return false
}

// initial reports whether the period at j makes the capital before it an
// initial: "J. Smith", "U. S.", but not "Plan B. The". The next chunk is at n.
func (p *page) initial(c byte, j, n, end, run int) bool {
	s := p.body
	prev := ""
	if k := len(p.doc.Tokens); k > run {
		prev = p.doc.Tokens[k-1].Form
	}
	if len(prev) == 2 && prev[1] == '.' && upper(prev[0]) {
		return true
	}
	if n >= end || n == j+1 || !upper(s[n]) {
		return false
	}
	if n+1 < end && s[n+1] == '.' {
		return true
	}
	if c == 'I' && prev != "" && class[prev[0]] == letter && !upper(prev[0]) {
		return false
	}
	m := n
	for m < end && m-n < 16 && class[s[m]] == letter {
		m++
	}
	return p.words[p.lower[n:m]]&isStarter == 0
}
