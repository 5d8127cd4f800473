module entente

go 1.26.0

require (
	code.dny.dev/ssrf v0.3.0 // which addresses may be connected to: reading/fetch
	github.com/RadhiFadlillah/whatlanggo v0.0.0-20240916001553-aac1f0f737fc // tells languages apart: reading/source
	github.com/alecthomas/kong v1.17.0 // reads the command line: cmd
	github.com/danielgtaylor/huma/v2 v2.37.2 // operations, checks of input and OpenAPI from Go types: serve/web
	github.com/klauspost/compress v1.20.3 // gzip as fast as it goes, and zstd: reading/source
	github.com/mmcdole/gofeed v1.4.2 // RSS, Atom and JSON feeds: reading/source, reading/fetch
	github.com/prometheus/client_golang v1.25.0 // counts and times at /metrics: serve/web
	github.com/vbauerster/mpb/v8 v8.9.3 // the progress bar: cmd
	golang.org/x/image v0.45.0 // rasteriser and fonts of pictures: serve/chart
	golang.org/x/net v0.62.0 // entities and names of encodings in pages: reading/source
	golang.org/x/term v0.47.0 // is there a person at the other end: cmd
	golang.org/x/text v0.43.0 // decoders of those encodings: reading/source
	golang.org/x/time v0.16.0 // so many requests a second: serve/web
)

require github.com/rogpeppe/go-internal v1.16.0 // tests only: command scripts

require (
	github.com/apache/arrow-go/v18 v18.5.1 // Arrow streams: serve/exchange; 7 MB of the binary
	github.com/duckdb/duckdb-go/v2 v2.10506.0 // the database of the store: track/store
	golang.org/x/tools v0.51.0
)

require (
	github.com/VividCortex/ewma v1.2.0 // indirect
	github.com/acarl005/stripansi v0.0.0-20180116102854-5a71ef0e047d // indirect
	github.com/beorn7/perks v1.0.1 // indirect
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/clipperhouse/uax29/v2 v2.7.0 // indirect
	github.com/duckdb/duckdb-go-bindings v0.10506.0 // indirect
	github.com/duckdb/duckdb-go-bindings/lib/darwin-amd64 v0.10506.0 // indirect
	github.com/duckdb/duckdb-go-bindings/lib/darwin-arm64 v0.10506.0 // indirect
	github.com/duckdb/duckdb-go-bindings/lib/linux-amd64 v0.10506.0 // indirect
	github.com/duckdb/duckdb-go-bindings/lib/linux-arm64 v0.10506.0 // indirect
	github.com/duckdb/duckdb-go-bindings/lib/windows-amd64 v0.10506.0 // indirect
	github.com/go-viper/mapstructure/v2 v2.5.0 // indirect
	github.com/goccy/go-json v0.10.5 // indirect
	github.com/google/flatbuffers v25.12.19+incompatible // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/klauspost/cpuid/v2 v2.3.0 // indirect
	github.com/mattn/go-runewidth v0.0.20 // indirect
	github.com/mmcdole/goxpp/v2 v2.0.0 // indirect
	github.com/munnerz/goautoneg v0.0.0-20191010083416-a7dc8b61c822 // indirect
	github.com/pierrec/lz4/v4 v4.1.25 // indirect
	github.com/prometheus/client_model v0.6.3 // indirect
	github.com/prometheus/common v0.72.0 // indirect
	github.com/prometheus/procfs v0.22.0 // indirect
	github.com/zeebo/xxh3 v1.1.0 // indirect
	golang.org/x/exp v0.0.0-20260112195511-716be5621a96 // indirect
	golang.org/x/mod v0.41.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/telemetry v0.0.0-20260924152758-ed294f943157 // indirect
	golang.org/x/xerrors v0.0.0-20240903120638-7835f813f4da // indirect
	google.golang.org/protobuf v1.36.12 // indirect
)
