module entente

go 1.26.0

require (
	github.com/RadhiFadlillah/whatlanggo v0.0.0-20240916001553-aac1f0f737fc // tells languages apart: reading/source
	github.com/alecthomas/kong v1.17.0 // reads the command line: cmd
	github.com/vbauerster/mpb/v8 v8.9.3 // the progress bar: cmd
	golang.org/x/net v0.62.0 // entities and names of encodings in pages: reading/source
	golang.org/x/term v0.47.0 // is there a person at the other end: cmd
	golang.org/x/text v0.43.0 // decoders of those encodings: reading/source
)

require github.com/rogpeppe/go-internal v1.16.0 // tests only: command scripts

require (
	github.com/VividCortex/ewma v1.2.0 // indirect
	github.com/acarl005/stripansi v0.0.0-20180116102854-5a71ef0e047d // indirect
	github.com/mattn/go-runewidth v0.0.16 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/tools v0.51.0 // indirect
)
