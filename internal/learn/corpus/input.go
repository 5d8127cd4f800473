package corpus

import (
	"bytes"
	"errors"
	"io/fs"
	"os"

	"entente/internal/diag"
)

// Read returns the whole of an annotated file; expected says what such a file
// holds, for the one error of a file that cannot be used.
func Read(path, expected string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if err == nil && len(bytes.TrimSpace(b)) == 0 {
		return nil, &diag.Error{File: path, Msg: "an empty file", Hint: "expected " + expected, Reason: diag.Empty}
	}
	if err == nil {
		return b, nil
	}
	d := &diag.Error{File: path, Msg: "cannot be read: " + err.Error(), Hint: "expected " + expected, Reason: diag.Unreadable}
	if errors.Is(err, fs.ErrNotExist) {
		d.Msg, d.Reason = "no such file", diag.Missing
	}
	return nil, d
}

// Malformed is the error of a line that is not what was expected.
func Malformed(path string, line int, msg, expected string) error {
	return &diag.Error{File: path, Line: line, Msg: msg, Hint: "expected " + expected, Reason: diag.Syntax}
}
