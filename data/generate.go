package data

// Everything under built/ is made from the tables here and the corpora of the
// shared data folder. The order matters: the tagger's and the namer's features
// rest on the word groups.
//
//go:generate go run ../cmd/entente train --shared ../../shared --out built model/en-groups.recipe model/en-syntax.recipe model/en-names.recipe model/en-attribution.recipe model/en-relations.recipe model/en-roles.recipe model/en-factuality.recipe model/en-trust.recipe
//go:generate go run ../cmd/entente train --shared ../../shared --out built gazetteer
//go:generate go run ../cmd/entente train --shared ../../shared --out built reference
