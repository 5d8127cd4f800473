package web

import (
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// problem answers with an error outside of an operation.
func problem(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(huma.ErrorModel{Title: http.StatusText(status), Status: status, Detail: detail}) // who is gone is not told
}

func notFound(what, id string) error {
	return huma.NewError(http.StatusNotFound, "there is no "+what+" "+id+" in this store: ids are those that its list gives")
}
