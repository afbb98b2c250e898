import PrometheusModel
import Storage
import TestSupport
import Testing

@testable import PromQL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What queries leave in files.
@Suite struct QueryLogTests {
    /// A new directory, removed with the value.
    private final class Directory {
        let path: String

        init() throws {
            var template = Array("/tmp/vencejo-query-log-XXXXXX".utf8CString)
            // Safe: the call changes the text in place.
            try #require(unsafe mkdtemp(&template) != nil)
            path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }

        deinit {
            // Safe: the paths are passed for the time of the calls.
            for name in ["queries.active", "query.log"] { unsafe unlink("\(path)/\(name)") }
            unsafe rmdir(path)
        }

        func read(_ name: String) -> [UInt8] {
            // Safe: the path is passed for the time of the call.
            let descriptor = unsafe open("\(path)/\(name)", O_RDONLY)
            guard descriptor >= 0 else { return [] }
            defer { close(descriptor) }
            var bytes = [UInt8](repeating: 0, count: 1 << 20)
            // Safe: the call writes at most as many bytes as there are.
            let count = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            return Array(bytes.prefix(max(0, count)))
        }
    }

    private static func store() -> MemoryStore {
        var store = MemoryStore()
        store.append(["__name__": "up", "job": "a"], (0..<10).map { (time: Int64($0) * 15_000, value: 1) })
        return store
    }

    @Test func `executed queries are written as one line each, failed ones too`() async throws {
        let directory = try Directory()
        let engine = QueryEngine(options: QueryEngineOptions())
        engine.setLog(try QueryLog(path: directory.path + "/query.log"))
        var options = QueryOptions()
        options.text = "up  <bool 2"
        options.origin = .request(clientAddress: "127.0.0.1", method: "GET", path: "/api/v1/query")
        _ = try? await engine.instant(engine.parse("up < bool 2"), at: 60_000, options: options, on: Self.store())
        options.text = nil
        options.origin = .ruleGroup(file: "a.yml", name: "g")
        _ = try? await engine.range(
            engine.parse("label_replace(up, \"job\", \"$1\", \"x\", \".*\") + on () group_left up"),
            start: 1,
            end: 60_500,
            step: 15_000,
            options: options,
            on: Self.store()
        )
        _ = try? await engine.instant("topk(NaN, up)", at: 60_000, on: Self.store())
        engine.setLog(nil)
        _ = try? await engine.instant("up", at: 60_000, on: Self.store())
        let lines = String(decoding: directory.read("query.log"), as: UTF8.self).split(separator: "\n")
        try #require(lines.count == 3)
        #expect(lines[0].hasPrefix("{\"time\":\"20"))
        // As Go writes it: 5e-7.
        #expect(!lines.contains { $0.contains("e-0") })
        #expect(
            lines[0].contains(
                "\"msg\":\"promql query logged\",\"params\":{\"end\":\"1970-01-01T00:01:00.000Z\","
                    + "\"query\":\"up  <bool 2\",\"start\":\"1970-01-01T00:01:00.000Z\",\"step\":0},\"stats\":{\"timings\":{"
            )
        )
        #expect(
            lines[0].hasSuffix(
                "\"httpRequest\":{\"clientIP\":\"127.0.0.1\",\"method\":\"GET\",\"path\":\"/api/v1/query\"}}"
            )
        )
        #expect(lines[1].contains("\"end\":\"1970-01-01T00:01:00.500Z\"") && lines[1].contains("\"step\":15}"))
        #expect(lines[1].hasSuffix("\"ruleGroup\":{\"file\":\"a.yml\",\"name\":\"g\"}}"))
        #expect(lines[2].contains("\"error\":\"Parameter value is NaN\""))
        #expect(lines[2].hasSuffix("\"traceID\":\"00000000000000000000000000000000\"}"))
    }

    @Test func `a log file that cannot be opened is told as Go tells it`() {
        let error = #expect(throws: QueryLogError.self) { _ = try QueryLog(path: "/does/not/exist") }
        #expect(error?.description == "open /does/not/exist: no such file or directory")
    }

    @Test func `the queries that run are in the file while they do`() throws {
        let directory = try Directory()
        let (log, unfinished) = try ActiveQueryLog.open(in: directory.path, slots: 3)
        #expect(unfinished == nil)
        let first = try #require(log.begin("up", atSeconds: 7))
        let second = try #require(log.begin("a < \"é\"", atSeconds: 8))
        let third = try #require(log.begin("c", atSeconds: 9))
        #expect(log.begin("d", atSeconds: 9) == nil)
        log.end(third)
        let bytes = directory.read("queries.active")
        #expect(bytes.count == 3001 && bytes[0] == UInt8(ascii: "["))
        let text = String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)
        #expect(
            text == #"[{"query":"up","timestamp_sec":7},{"query":"a \u003c \"é\"","timestamp_sec":8},"#
        )
        #expect(bytes[1 + 1000 * first + 999] == UInt8(ascii: ","))
        let (next, left) = try ActiveQueryLog.open(in: directory.path, slots: 3)
        #expect(left == #"[{"query":"up","timestamp_sec":7},{"query":"a \u003c \"é\"","timestamp_sec":8}]"#)
        #expect(next.begin("x", atSeconds: 1) != nil)
        log.end(second)
    }

    @Test(arguments: [(900, 900), (2000, 970), (1999, 970)])
    func `a long query is cut where a character ends`(count: Int, atMost: Int) {
        let entry = ActiveQueryLog.entry(String(repeating: "é", count: count / 2), 1)
        #expect(entry.count < ActiveQueryLog.slotBytes)
        #expect(String(validating: entry, as: UTF8.self) != nil)
        #expect(entry.last == UInt8(ascii: "}") && entry.count > min(count, atMost) - 10)
    }

    @Test func `the engine notes queries while they run`() async throws {
        let directory = try Directory()
        let engine = QueryEngine(options: QueryEngineOptions())
        let (log, _) = try ActiveQueryLog.open(in: directory.path, slots: 20)
        engine.setActiveLog(log)
        _ = try await engine.instant("up", at: 60_000, on: Self.store())
        #expect(directory.read("queries.active").dropFirst().allSatisfy { $0 == 0 })
    }
}
