package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is set at release: go build -ldflags "-X main.version=1.2.3".
var version = "development"

type versionCmd struct{}

func (versionCmd) Run(a *app) error {
	rev := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				rev = " (" + s.Value[:12] + ")"
			}
		}
	}
	fmt.Fprintf(a.stdout, "entente %s%s, %s %s/%s\n", version, rev, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}
