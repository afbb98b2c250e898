@testable import Discovery
import PrometheusModel
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// How file discovery learns of changes.
@Suite(.timeLimit(.minutes(1))) struct FileWatchingTests {
    private func settings(_ paths: String...) -> DiscoverySettings {
        var settings = FileDiscoverySettings()
        settings.files = paths
        return .file(settings)
    }

    private func addresses(_ report: DiscoveryManager.Report) -> [String] {
        (report["job"] ?? []).flatMap(\.targets).map { $0["__address__"] ?? "" }.sorted()
    }

    @Test func `changes are seen without looking at the files from time to time`() async throws {
        let directory = try TemporaryDirectory()
        let bench = try DiscoveryBench()
        let path = directory.path
        directory.write("c.yml", "- targets: [a:1]\n")
        try await bench.run {
            await bench.manager.apply(["job": [settings("\(path)/*.yml")]])
            // No poll happens here: nothing ticks.
            _ = try await bench.report { addresses($0) == ["a:1"] }
            directory.write("c.yml", "- targets: [b:1]\n")
            _ = try await bench.report { addresses($0) == ["b:1"] }
            let file = unsafe fopen("\(path)/c.yml", "a")
            unsafe fputs("- targets: [c:1]\n", file)
            unsafe fclose(file)
            _ = try await bench.report { addresses($0) == ["b:1", "c:1"] }
            directory.remove("c.yml")
            _ = try await bench.report { addresses($0) == [] }
        }
        #expect(bench.metric("prometheus_sd_file_watcher_errors_total")?.hasSuffix(" 0") == true)
    }

    @Test func `a link's target is followed where it lies`() async throws {
        let (directory, other) = (try TemporaryDirectory(), try TemporaryDirectory())
        let bench = try DiscoveryBench()
        other.write("c.yml", "- targets: [a:1]\n")
        unsafe symlink("\(other.path)/c.yml", "\(directory.path)/d.yaml")
        let pattern = "\(directory.path)/*.yaml"
        try await bench.run {
            await bench.manager.apply(["job": [settings(pattern)]])
            _ = try await bench.report { addresses($0) == ["a:1"] }
            other.write("c.yml", "- targets: [b:1]\n")
            _ = try await bench.report { addresses($0) == ["b:1"] }
        }
    }

    @Test func `a directory that comes later is found by looking from time to time`() async throws {
        let directory = try TemporaryDirectory()
        let bench = try DiscoveryBench()
        let path = "\(directory.path)/config"
        try await bench.run {
            await bench.manager.apply(["job": [settings("\(path)/*.yml")]])
            _ = try await bench.report { $0["job"] == [] }
            unsafe mkdir(path, 0o755)
            let file = unsafe fopen("\(path)/a.yml", "w")
            unsafe fputs("- targets: [a:1]\n", file)
            unsafe fclose(file)
            bench.tick()
            _ = try await bench.report { addresses($0) == ["a:1"] }
            unsafe unlink("\(path)/a.yml")
            _ = try await bench.report { addresses($0) == [] }
        }
        unsafe rmdir(path)
    }
}
