package coder

import "entente/internal/text"

// ultimatum reports whether what the record tells is held out unless somebody
// yields: "will pull out unless the fighting stops", "or else". Such a clause
// hangs on the deed or on the verbs above it.
func (b *binding) ultimatum(d *draft) bool {
	t := b.frames[d.frame].Carrier
	for n := 0; t >= 0 && n < 4; n++ {
		for c := b.kids[t][0]; c >= 0; c = b.kids[c][1] {
			tk := &b.doc.Tokens[c]
			if tk.Rel == text.Advcl && b.opens(c, "unless") || tk.Lower == "else" && c > t && b.doc.Tokens[c-1].Lower == "or" {
				return true
			}
		}
		switch tk := &b.doc.Tokens[t]; tk.Rel {
		case text.Ccomp, text.Xcomp, text.Conj, text.Obj:
			t = tk.Head
		default:
			return false
		}
	}
	return false
}

// opens reports whether word w introduces the clause of verb v.
func (b *binding) opens(v int32, w string) bool {
	for c := b.kids[v][0]; c >= 0; c = b.kids[c][1] {
		if tk := &b.doc.Tokens[c]; tk.Rel == text.Mark && tk.Lower == w {
			return true
		}
	}
	return false
}
