import Discovery
import PrometheusModel
import Testing

@Suite(.timeLimit(.minutes(1))) struct DiscoveryManagerTests {
    private let group = TargetGroup(source: "0", targets: [["__address__": "a:1"], ["__address__": "b:1"]])

    private func files(_ paths: String..., interval: Int64 = 300_000) -> DiscoverySettings {
        var settings = FileDiscoverySettings()
        settings.files = paths
        settings.refreshIntervalMilliseconds = interval
        return .file(settings)
    }

    @Test func `static targets are reported with every set, empty ones too`() async throws {
        let bench = try DiscoveryBench()
        try await bench.run { [group] in
            await bench.manager.apply(["one": [.fixed([group])], "none": []])
            let report = try await bench.report { _ in true }
            #expect(report == ["one": [group], "none": []])
        }
        #expect(bench.metric("prometheus_sd_discovered_targets{config=\"one\"")?.hasSuffix(" 2") == true)
        #expect(bench.metric("prometheus_sd_updates_total")?.hasSuffix(" 1") == true)
    }

    @Test func `a new configuration replaces what differs`() async throws {
        let bench = try DiscoveryBench()
        try await bench.run { [group] in
            await bench.manager.apply(["one": [.fixed([group])], "two": [.fixed([group])]])
            _ = try await bench.report { $0.count == 2 }
            var other = group
            other.targets = [["__address__": "c:1"]]
            await bench.manager.apply(["one": [.fixed([other])]])
            let report = try await bench.report { $0.count == 1 }
            #expect(report == ["one": [other]])
        }
        #expect(bench.metric("prometheus_sd_discovered_targets{config=\"two\"") == nil)
    }

    @Test func `the same configuration again is reported again`() async throws {
        let bench = try DiscoveryBench()
        try await bench.run { [group] in
            await bench.manager.apply(["one": [.fixed([group])]])
            _ = try await bench.report { _ in true }
            await bench.manager.apply(["one": [.fixed([group])]])
            #expect(try await bench.report { _ in true } == ["one": [group]])
        }
    }

    @Test func `files are followed: appearing, changing, breaking, vanishing`() async throws {
        let directory = try TemporaryDirectory()
        let bench = try DiscoveryBench()
        let path = directory.path
        try await bench.run {
            await bench.manager.apply(["job": [files("\(path)/*.json")]])
            _ = try await bench.report { $0["job"] == [] }
            directory.write("a.json", #"[{"targets": ["x:1"], "labels": {"env": "prod"}}, {"targets": ["y:1"]}]"#)
            bench.tick()
            let first = try await bench.report { $0["job"]?.isEmpty == false }
            #expect(
                first["job"] == [
                    TargetGroup(
                        source: "\(path)/a.json:0",
                        labels: ["__meta_filepath": "\(path)/a.json", "env": "prod"],
                        targets: [["__address__": "x:1"]]
                    ),
                    TargetGroup(
                        source: "\(path)/a.json:1",
                        labels: ["__meta_filepath": "\(path)/a.json"],
                        targets: [["__address__": "y:1"]]
                    ),
                ]
            )
            directory.write("a.json", #"[{"targets": ["z:1"]}]"#)
            bench.tick()
            let second = try await bench.report { $0["job"]?.count == 1 }
            #expect(second["job"]?.first?.targets == [["__address__": "z:1"]])
            directory.write("a.json", #"[{"targets": ["#)
            directory.write("b.json", #"[{"targets": ["w:1"]}]"#)
            bench.tick()
            let third = try await bench.report { $0["job"]?.count == 2 }
            #expect(third["job"]?.map { $0.targets } == [[["__address__": "z:1"]], [["__address__": "w:1"]]])
            directory.remove("a.json")
            bench.tick()
            let fourth = try await bench.report { $0["job"]?.count == 1 }
            #expect(fourth["job"]?.first?.targets == [["__address__": "w:1"]])
        }
        // The kernel may tell of one change more than once.
        #expect(bench.metric("prometheus_sd_file_read_errors_total")?.hasSuffix(" 0") == false)
        #expect(bench.metric("prometheus_sd_file_mtime_seconds{filename=\"\(path)/b.json\"}") != nil)
        #expect(bench.metric("prometheus_sd_file_mtime_seconds{filename=\"\(path)/a.json\"}") == nil)
    }

    @Test func `two jobs with equal settings share one provider, and a later one has its targets at once`() async throws
    {
        let directory = try TemporaryDirectory()
        directory.write("c.yml", "- targets: [x:1]\n")
        let bench = try DiscoveryBench()
        let settings = files("\(directory.path)/c.yml")
        try await bench.run {
            await bench.manager.apply(["one": [settings]])
            let first = try await bench.report { $0["one"]?.isEmpty == false }
            // No tick from here on: only what is already known can be reported.
            await bench.manager.apply(["one": [settings], "two": [settings]])
            let second = try await bench.report { $0.count == 2 }
            #expect(second["two"] == first["one"])
            #expect(second["one"] == first["one"])
        }
    }

    @Test func `a provider that is not wanted any more is stopped and forgotten`() async throws {
        let directory = try TemporaryDirectory()
        directory.write("c.yml", "- targets: [x:1]\n")
        let bench = try DiscoveryBench()
        let settings = files("\(directory.path)/c.yml")
        try await bench.run {
            await bench.manager.apply(["one": [settings]])
            _ = try await bench.report { $0["one"]?.isEmpty == false }
            await bench.manager.apply(["other": []])
            let report = try await bench.report { $0["one"] == nil }
            #expect(report == ["other": []])
        }
    }

    @Test func `running ends when the task is cancelled`() async throws {
        let bench = try DiscoveryBench()
        try await bench.run { await bench.manager.apply(["one": []]) }
    }
}
