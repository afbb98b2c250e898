import TSDB
import Testing

@testable import PrometheusServer

@Suite struct CommandLineTests {
    @Test(arguments: [
        (["--foo"], "unknown long flag '--foo'"),
        (["-config.file"], "unknown short flag '-c'"),
        (["-x"], "unknown short flag '-x'"),
        (["--web.enable-lifecycle=true"], "unexpected true"),
        (["extra"], "unexpected extra"),
        (["--config.file"], "expected argument for flag '--config.file'"),
        (["--no-config.file"], "unknown long flag '--no-config.file'"),
        (["--storage.tsdb.retention=1d"], "unknown long flag '--storage.tsdb.retention'"),
    ])
    func `arguments without meaning are named and exit with 1`(arguments: [String], text: String) {
        #expect(throws: CommandLineError.malformed(text)) { try options(arguments) }
        #expect(CommandLineError.malformed(text).exitCode == 1)
    }

    @Test(arguments: [
        ("--query.max-samples=abc", "strconv.ParseFloat: parsing \"abc\": invalid syntax"),
        ("--query.timeout=5", "not a valid duration string: \"5\""),
        ("--storage.tsdb.retention.size=10", "units: unknown unit  in 10"),
        ("--log.level=x", "unrecognized log level x"),
        ("--log.format=x", "unrecognized log format x"),
        ("--storage.tsdb.wal-compression-type=lz4", "enum value must be one of snappy,zstd, got 'lz4'"),
        ("--scrape.timestamp-tolerance=5", "time: missing unit in duration \"5\""),
    ])
    func `bad values are explained and exit with 2`(argument: String, text: String) {
        #expect(throws: CommandLineError.badValue(text)) { try options([argument]) }
        #expect(CommandLineError.badValue(text).exitCode == 2)
    }

    @Test(
        arguments: [
            (
                ["--storage.agent.path=x"], 3,
                "The following flag(s) can only be used in agent mode: [\"--storage.agent.path\"]"
            ),
            (
                ["--agent", "--storage.tsdb.path=x"], 3,
                "The following flag(s) can not be used in agent mode: [\"--storage.tsdb.path\"]"
            ),
            (["--web.external-url='x'"], 2, "parse external URL \"'x'\": URL must not begin or end with quotes"),
            (["--web.external-url=%zz"], 2, "parse external URL \"%zz\": parse \"%zz\": invalid URL escape \"%zz\""),
            (
                ["--web.cors.origin=("], 2,
                "could not compile CORS regex string \"(\": error parsing regexp: missing closing ): `^(?s:()$`"
            ),
            (
                ["--auto-gomemlimit.ratio=2"], 1,
                "--auto-gomemlimit.ratio must be greater than 0 and less than or equal to 1."
            ),
        ] as [([String], Int32, String)]
    )
    func `checks beyond one flag have their own exit codes`(arguments: [String], code: Int32, text: String) {
        #expect(throws: CommandLineError.refused(exitCode: code, text)) { try options(arguments) }
    }

    @Test func `a flag that is not a list cannot be repeated`() {
        #expect(throws: CommandLineError.badValue("flag 'config.file' cannot be repeated")) {
            try options(["--config.file=a", "--config.file", "b"])
        }
    }

    @Test func `values are shown as they hold`() throws {
        let options = try options([
            "--storage.remote.read-sample-limit", "5e3", "--web.listen-address=:1", "--web.listen-address=:2",
            "--no-scrape.adjust-timestamps", "--query.timeout=90m", "--log.level=DEBUG", "--enable-feature=a,b",
        ])
        let shown = Dictionary(uniqueKeysWithValues: options.flags.shown.map { ($0.name, $0.value) })
        #expect(shown["storage.remote.read-sample-limit"] == "5000")
        #expect(shown["web.listen-address"] == ":1,:2")
        #expect(shown["scrape.adjust-timestamps"] == "false")
        #expect(shown["query.timeout"] == "1h30m")
        #expect(shown["log.level"] == "debug")
        #expect(shown["enable-feature"] == "a,b")
        #expect(shown["storage.tsdb.retention.time"] == "15d")
        #expect(shown["storage.tsdb.retention.size"] == "0B")
        #expect(shown["storage.tsdb.max-block-duration"] == "1d12h")
        #expect(shown["storage.agent.retention.max-time"] == "0s")
        #expect(shown["web.route-prefix"] == "/")
        #expect(options.features.names == ["a", "b"])
    }

    @Test func `exemplars are kept and metadata logged where features ask for it`() throws {
        let plain = try options([]).database
        #expect(plain.exemplarCapacity == 0 && !plain.features.logsMetadata)
        let asked = try options(["--enable-feature=exemplar-storage,metadata-wal-records"]).database
        #expect(asked.exemplarCapacity == 100_000 && asked.features.logsMetadata)
    }

    @Test(arguments: [
        ("http://example.org/prom/", "http://example.org/prom", "/prom"), ("http://a:9090", "http://a:9090", "/"),
        ("prom//", "/prom", "/prom"),
    ])
    func `the external URL gives the prefix of the routes`(flag: String, text: String, prefix: String) throws {
        let web = try options(["--web.external-url=\(flag)"]).web
        #expect(web.externalURL.text == text)
        #expect(web.routePrefix == prefix)
    }

    @Test(arguments: [
        (0, "0s"), (150, "150ns"), (1282, "1.282µs"), (2_000_000, "2ms"), (1_500_000_000, "1.5s"),
        (60_000_000_000, "1m0s"),
        (3_723_000_000_000, "1h2m3s"), (-2_000_000, "-2ms"),
    ])
    func `Go's durations are printed and read back`(nanoseconds: Int64, text: String) throws {
        #expect(GoDurationText.string(nanoseconds: nanoseconds) == text)
        #expect(try GoDurationText.parse(text) == nanoseconds)
    }

    @Test func `the help fits 80 columns and names every visible flag`() {
        let lines = HelpText.text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 || $0.contains("--") })
        for flag in FlagTable.all where !flag.isHidden { #expect(HelpText.text.contains(flag.name), "\(flag.name)") }
    }

    private func options(_ arguments: [String]) throws -> ServerOptions {
        let request = try CommandLineRequest.parse(arguments)
        guard case .serve(let options) = request else {
            Issue.record("no options")
            throw CommandLineError.malformed("")
        }
        return options
    }
}
