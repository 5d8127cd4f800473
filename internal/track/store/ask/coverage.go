package ask

import "context"

// A Coverage says what a store holds.
type Coverage struct {
	Documents  int       `json:"documents"`
	Events     int       `json:"events" doc:"rows of events"`
	Incidents  int       `json:"incidents"`
	First      string    `json:"first,omitempty" doc:"day of the earliest document"`
	Last       string    `json:"last,omitempty"`
	Status     []Tally   `json:"status" doc:"documents by what became of them"`
	Publishers []Tally   `json:"publishers" doc:"documents by publisher, the most frequent 200"`
	Languages  []Tally   `json:"languages"`
	Origins    []Tally   `json:"origins" doc:"rows of events by where they come from"`
	Versions   []Version `json:"versions" doc:"what coded"`
	Batches    int       `json:"batches"`
	Updated    string    `json:"updated,omitempty" doc:"when the last batch was added, UTC"`
}

// A Tally is how many rows have a value.
type Tally struct {
	Value string `json:"value" doc:"empty where unknown"`
	N     int    `json:"n"`
}

// A Version is a row of versions.
type Version struct {
	Version   int    `json:"version"`
	Program   string `json:"program"`
	Codebook  string `json:"codebook"`
	Lexicon   string `json:"lexicon"`
	Model     string `json:"model"`
	Reference string `json:"reference"`
}

// Coverage counts what the store holds.
func (s Store) Coverage(ctx context.Context) (*Coverage, error) {
	type row struct {
		Documents int    `json:"documents" sql:"(SELECT count(*) FROM documents)"`
		Events    int    `json:"events" sql:"(SELECT count(*) FROM events)"`
		Incidents int    `json:"incidents" sql:"(SELECT count(DISTINCT id) FROM incidents)"`
		First     string `json:"first" sql:"(SELECT min(published) FROM documents)"`
		Last      string `json:"last" sql:"(SELECT max(published) FROM documents)"`
		Batches   int    `json:"batches" sql:"(SELECT count(*) FROM batches)"`
		Updated   string `json:"updated" sql:"(SELECT strftime(max(added), '%Y-%m-%dT%H:%M:%SZ') FROM batches)"`
	}
	r, err := one[row](ctx, s, "")
	if err != nil {
		return nil, err
	}
	c := &Coverage{Documents: r.Documents, Events: r.Events, Incidents: r.Incidents, First: r.First, Last: r.Last, Batches: r.Batches, Updated: r.Updated}
	for _, t := range []struct {
		into          *[]Tally
		table, column string
	}{{&c.Status, "documents", "status"}, {&c.Publishers, "documents", "publisher"}, {&c.Languages, "documents", "language"}, {&c.Origins, "events", "origin"}} {
		if *t.into, err = all[Tally](ctx, s, "FROM (SELECT coalesce("+t.column+", '') AS value, count(*) AS n FROM "+t.table+" GROUP BY ALL) ORDER BY n DESC, value LIMIT 200"); err != nil {
			return nil, err
		}
	}
	c.Versions, err = all[Version](ctx, s, "FROM versions ORDER BY version")
	return c, err
}

// Ready asks the least that a store can be asked.
func (s Store) Ready(ctx context.Context) error {
	var n int
	return s.DB.QueryRowContext(ctx, "SELECT version FROM schema_version").Scan(&n)
}
