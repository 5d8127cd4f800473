package main

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// curlBlock is a fenced block with a request to the server of the guide.
var curlBlock = regexp.MustCompile("(?s)```\n\\$ (curl [^\n]*)\n(.*?)```")

// TestServe starts the program as the guide does, wants the answers that stand
// there, and stops it as systemd would.
func TestServe(t *testing.T) {
	for _, tool := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("no " + tool)
		}
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	bin := filepath.Join(dir, "entente")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	db := filepath.Join(dir, "news")
	ingest := exec.Command(bin, "ingest", "-q", filepath.Join(root, "examples/demo/reports.jsonl"), "--db", db)
	if out, err := ingest.CombinedOutput(); ingest.ProcessState.ExitCode() != exitSkipped {
		t.Fatalf("%v\n%s", err, out)
	}
	server := exec.Command(bin, "serve", "--db", db, "--listen", "127.0.0.1:0", "--log", "json")
	stderr, err := server.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Process.Kill()
	var line struct{ Msg, Address string }
	log := bufio.NewScanner(stderr)
	if !log.Scan() || json.Unmarshal(log.Bytes(), &line) != nil || line.Msg != "listening" {
		t.Fatalf("the log begins with %q", log.Text())
	}
	go func() {
		for log.Scan() { // a full pipe would stop the server
		}
	}()
	address := strings.TrimPrefix(line.Address, "http://")
	for range 100 {
		if res, err := http.Get(line.Address + "/readyz"); err == nil {
			res.Body.Close()
			break
		}
		time.Sleep(50 * time.Millisecond)
	}

	guide := filepath.Join(root, "docs/guide/api.md")
	b, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	got := curlBlock.ReplaceAllStringFunc(string(b), func(block string) string {
		found++
		m := curlBlock.FindStringSubmatch(block)
		sh := exec.Command("bash", "-c", strings.ReplaceAll(m[1], "127.0.0.1:8080", address))
		sh.Dir = root
		out, err := sh.Output()
		if err != nil {
			t.Errorf("%s: %v", m[1], err)
		}
		if len(out) > 0 && out[len(out)-1] != '\n' {
			out = append(out, '\n')
		}
		if string(out) != m[2] && !*updateReadme {
			t.Errorf("%s\nputs out:\n%s\nthe guide says:\n%s", m[1], out, m[2])
		}
		return "```\n$ " + m[1] + "\n" + string(out) + "```"
	})
	if found < 10 {
		t.Errorf("only %d examples found in the guide", found)
	}
	if *updateReadme {
		if err := os.WriteFile(guide, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}

	if out, err := exec.Command(bin, "query", "--db", db, "SELECT 1").CombinedOutput(); err == nil || !strings.Contains(string(out), "in use") {
		t.Errorf("a second process got at the store: %v %s", err, out)
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := server.Wait(); err != nil {
		t.Errorf("on SIGTERM: %v", err)
	}
	if out, err := exec.Command(bin, "query", "--db", db, "SELECT count(*) FROM documents").CombinedOutput(); err != nil || string(out) != "count_star()\n160\n" {
		t.Errorf("afterwards: %v %s", err, out)
	}
}
