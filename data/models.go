package data

import _ "embed" // the models below

// Models are the trained models of a language by name, as parse.New takes
// them. Their bytes are those of the binary and are not copied.
func Models(language string) map[string]string {
	if language != "en" {
		return nil
	}
	return map[string]string{"groups": enGroups, "tagger": enTagger, "tree": enTree, "names": enNames, "relations": enRelations, "roles": enRoles, "attribution": enAttribution, "factuality": enFactuality, "trust": enTrust}
}

//go:embed built/en.groups.bin
var enGroups string

//go:embed built/en.tagger.bin
var enTagger string

//go:embed built/en.tree.bin
var enTree string

//go:embed built/en.names.bin
var enNames string

//go:embed built/en.relations.bin
var enRelations string

//go:embed built/en.roles.bin
var enRoles string

//go:embed built/en.attribution.bin
var enAttribution string

//go:embed built/en.factuality.bin
var enFactuality string

//go:embed built/en.trust.bin
var enTrust string
