package store

import "strings"

// Schema is the version of the tables below. It goes up when a column changes its
// meaning or goes away; columns that are added keep it.
const Schema = 1

// A Table is one table of the public contract; docs/format/store.md is made of
// these and a test holds the two together.
type Table struct {
	Name    string
	Gloss   string
	Truth   bool // written to Parquet segments; the others are worked out from these
	Columns []Column
}

// A Column is one column, with its type in DuckDB's words.
type Column struct {
	Name, Type, Gloss string
}

// Tables are all tables, those of the truth first.
var Tables = []Table{
	{"documents", "what was read: one row for each document, also for those that were not coded, with the reason", true, []Column{
		{"document", "VARCHAR", "id: hash of address, publisher, day and text: the same document read again has the same"},
		{"name", "VARCHAR", "file, member of an archive, or id that the source gave"},
		{"url", "VARCHAR", "address"},
		{"publisher", "VARCHAR", "as the source names it"},
		{"title", "VARCHAR", "headline"},
		{"language", "VARCHAR", "ISO 639"},
		{"published", "DATE", "day of publication"},
		{"status", "VARCHAR", "coded: has events; no event: nothing was found; off topic: nor anybody who could act; else why it was not coded: other language, empty, syntax ..."},
		{"detail", "VARCHAR", "the finding in words, where it was not coded"},
		{"sentences", "INTEGER", "sentences of running prose"},
		{"events", "INTEGER", "records"},
		{"counted", "INTEGER", "of these, put forward as having happened"},
		{"dateline", "VARCHAR", "place of the dateline, as written"},
		{"zones", "VARCHAR", "stretches of the text that are no running prose: 0-27 dateline; 28-60 title"},
		{"text", "VARCHAR", "the text that offsets point into"},
		{"version", "INTEGER", "of the program and its knowledge: row of versions"},
		{"batch", "INTEGER", "commit that the row came with"},
	}},
	{"events", "what was coded: one row for each record, source and target; rows of other data sets beside them", true, []Column{
		{"id", "VARCHAR", "of the record, in its origin"},
		{"origin", "VARCHAR", "entente, or the data set that the row was taken from: icews, gdelt, polecat, phoenix, plover, acled"},
		{"document", "VARCHAR", "id of the document"},
		{"published", "DATE", "day of the report"},
		{"publisher", "VARCHAR", "of the report"},
		{"url", "VARCHAR", "of the report"},
		{"day", "DATE", "first day that the event can have taken place on"},
		{"last", "DATE", "last such day"},
		{"source", "VARCHAR", "who does it: ISO 3166 alpha-3, or PLOVER's IGO, NGO, MNC, IMG, ISM, EUR, UNO; empty where unknown"},
		{"target", "VARCHAR", "to whom"},
		{"source_actor", "VARCHAR", "with sectors, as CAMEO writes them: RUSGOVMIL"},
		{"target_actor", "VARCHAR", "likewise"},
		{"source_name", "VARCHAR", "as the text names it"},
		{"target_name", "VARCHAR", "likewise"},
		{"act", "VARCHAR", "plain name of the act; empty in rows of others"},
		{"type", "VARCHAR", "PLOVER event type"},
		{"mode", "VARCHAR", "PLOVER mode"},
		{"cameo", "VARCHAR", "CAMEO code for this direction"},
		{"quad", "UTINYINT", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; 0 none"},
		{"goldstein", "FLOAT", "of the CAMEO code, -10 to 10"},
		{"score", "FLOAT", "PLOVER's, -10 to 10"},
		{"contexts", "VARCHAR[]", "PLOVER contexts: military, economic, diplomatic ..."},
		{"mutual", "BOOLEAN", "both do it to each other: the row stands for both directions"},
		{"place", "VARCHAR", "of the event"},
		{"geonameid", "INTEGER", "of the place; 0 none"},
		{"lat", "DOUBLE", "degrees north"},
		{"lon", "DOUBLE", "degrees east"},
		{"country", "VARCHAR", "of the place, ISO 3166 alpha-3"},
		{"admin1", "VARCHAR", "of the place"},
		{"factuality", "VARCHAR", "FactBank label: CT+, PR+, PS-, Uu"},
		{"said_by", "VARCHAR", "whose word it is; empty: the report's own"},
		{"said_kind", "VARCHAR", "person, organisation, unnamed, agentless"},
		{"confidence", "FLOAT", "calibrated probability that the record is right; empty where not weighed"},
		{"counted", "BOOLEAN", "put forward as having happened; sum over these only"},
		{"not_counted", "VARCHAR", "why not"},
		{"sentence", "VARCHAR", "the evidence"},
		{"start", "INTEGER", "bytes of the words for the event in the document's text"},
		{"stop", "INTEGER", "where they end, half open"},
		{"reports", "INTEGER", "reports that the row stands for, as its origin says; 1 in ours"},
		{"batch", "INTEGER", "commit that the row came with"},
	}},
	{"records", "the whole record behind the events of ours, with all evidence and reasons", true, []Column{
		{"id", "VARCHAR", "of the record"},
		{"document", "VARCHAR", "id of the document"},
		{"record", "VARCHAR", "JSON, as code --format plover puts it out"},
		{"batch", "INTEGER", "commit that the row came with"},
	}},
	{"sketches", "what folding keeps of an article", true, []Column{
		{"document", "VARCHAR", "id of the document"},
		{"day", "DATE", "of publication; empty where unknown"},
		{"sketch", "BLOB", "see internal/track/fold"},
		{"batch", "INTEGER", "commit that the row came with"},
	}},
	{"incidents", "what was done once, as all reports together tell it: one row for each incident, source and target", false, []Column{
		{"id", "VARCHAR", "of the incident; the same for all its rows"},
		{"source", "VARCHAR", "as in events; where both do it to each other, the first of the two in the alphabet"},
		{"target", "VARCHAR", "as in events"},
		{"source_actor", "VARCHAR", "as in events"},
		{"target_actor", "VARCHAR", "as in events"},
		{"act", "VARCHAR", "as in events"},
		{"type", "VARCHAR", "as in events"},
		{"mode", "VARCHAR", "as in events"},
		{"cameo", "VARCHAR", "as in events"},
		{"quad", "UTINYINT", "as in events"},
		{"goldstein", "FLOAT", "as in events"},
		{"score", "FLOAT", "as in events"},
		{"contexts", "VARCHAR[]", "of all reports"},
		{"mutual", "BOOLEAN", "as in events"},
		{"day", "DATE", "the day that it is counted on: the middle of a range of up to 7 days, the last day of a longer one; empty where the range is longer than 15 days"},
		{"first", "DATE", "first day that all reports allow"},
		{"last", "DATE", "last such day"},
		{"place", "VARCHAR", "as in events"},
		{"geonameid", "INTEGER", "as in events"},
		{"lat", "DOUBLE", "as in events"},
		{"lon", "DOUBLE", "as in events"},
		{"country", "VARCHAR", "as in events"},
		{"counted", "BOOLEAN", "at least one report counts"},
		{"confidence", "FLOAT", "the highest of the reports"},
		{"independent", "INTEGER", "reports that are no copies of each other"},
		{"reports", "INTEGER", "all reports"},
		{"publishers", "VARCHAR[]", "in alphabetical order"},
		{"earliest", "DATE", "day of the first report"},
		{"disagreements", "VARCHAR[]", "on tolls, days, places, who did it"},
		{"fullest", "VARCHAR", "id of the record that says most: parties, act and place are its"},
		{"digest", "VARCHAR", "of the whole incident: another one tells that something has changed"},
	}},
	{"reports", "which records tell of which incident", false, []Column{
		{"incident", "VARCHAR", "id"},
		{"event", "VARCHAR", "id of the record"},
		{"document", "VARCHAR", "id"},
		{"copy_of", "VARCHAR", "the first document of this text, where it is another"},
	}},
	{"stories", "which documents are about one thing, and which are copies of each other", false, []Column{
		{"story", "VARCHAR", "id"},
		{"document", "VARCHAR", "id"},
		{"copy_of", "VARCHAR", "the first document of this text, where it is another"},
	}},
	{"daily", "sums by day, dyad and type: of our incidents, and of the rows of other data sets. Rows of one key add up", false, []Column{
		{"origin", "VARCHAR", "as in events"},
		{"source", "VARCHAR", "as in events"},
		{"target", "VARCHAR", "as in events"},
		{"day", "DATE", ""},
		{"type", "VARCHAR", "PLOVER"},
		{"quad", "UTINYINT", ""},
		{"mutual", "BOOLEAN", "stands for both directions, once"},
		{"n", "INTEGER", "incidents or rows that count"},
		{"score", "DOUBLE", "sum of PLOVER's scores"},
		{"goldstein", "DOUBLE", "sum"},
		{"reports", "INTEGER", "sum"},
	}},
	{"versions", "what coded: program and knowledge, by hash", false, []Column{
		{"version", "INTEGER", "number"},
		{"program", "VARCHAR", ""},
		{"codebook", "VARCHAR", "hash of data/codebook"},
		{"lexicon", "VARCHAR", "hash of data/lexicon and data/lang"},
		{"model", "VARCHAR", "hash of data/built"},
		{"reference", "VARCHAR", "hash of data/reference"},
	}},
	{"batches", "commits: what was added when", false, []Column{
		{"batch", "INTEGER", "number; counts up without a gap"},
		{"kind", "VARCHAR", "ingest, import, recode"},
		{"added", "TIMESTAMP", "when, UTC"},
		{"note", "VARCHAR", "what for: the sources as named"},
		{"version", "INTEGER", "row of versions"},
		{"documents", "INTEGER", "rows"},
		{"events", "INTEGER", "rows"},
	}},
}

// ddl creates the table under a name of its own.
func (t *Table) ddl(as, kind string) string {
	var b strings.Builder
	b.WriteString("CREATE " + kind + " " + as + " (")
	for i, c := range t.Columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(c.Name + " " + c.Type)
	}
	b.WriteString(")")
	return b.String()
}

// timeline shows our incidents and the rows of other data sets that count as one.
const timeline = `CREATE VIEW timeline AS
SELECT 'entente' AS origin, id, source, target, source_actor, target_actor, type, quad, score, contexts, mutual, day, place, lat, lon, country, reports, independent
FROM incidents WHERE counted
UNION ALL
SELECT origin, id, source, target, source_actor, target_actor, type, quad, score, contexts, mutual, day, place, lat, lon, country, reports, 1
FROM events WHERE counted AND origin <> 'entente'`

func tableNamed(name string) *Table {
	for i := range Tables {
		if Tables[i].Name == name {
			return &Tables[i]
		}
	}
	panic("store: no table " + name)
}
