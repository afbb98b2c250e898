import BlockCompression
import HTTPClients
import PrometheusBytes
import PrometheusConfiguration
import PrometheusModel
import StrictYAML
import Testing
@testable import Scraping

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What a hostile or broken target may send.
@Suite struct BadInputTests {
    /// A scene whose failures go to a log, with a good scrape behind it.
    private func scene(_ configure: (inout ScrapeSettings) -> Void = { _ in }) async throws -> (Scene, String) {
        let path = "/tmp/vencejo-bad-input-\(UInt64.random(in: 0 ... .max)).log"
        let scene = try Scene {
            $0.failureLogFile = path
            configure(&$0)
        }
        await scene.scrape("good 1\n")
        return (scene, path)
    }

    private func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        var packed: [UInt8] = []
        try Gzip.compress(bytes.rawSpan, level: 6, into: &packed)
        return packed
    }

    /// Checks that the last scrape failed, that everybody can see why, and that nothing of it was stored.
    private func expectFailure(_ scene: Scene, _ path: String, _ reason: String, at time: Int64) throws {
        // Safe: the path is passed for the time of the call.
        defer { _ = unsafe unlink(path) }
        #expect(scene.last("up") == "0")
        #expect(scene.target?.health == .down)
        let shown = try #require(scene.target?.lastError)
        #expect(shown.contains(reason), "\(shown.prefix(300))")
        let log = String(decoding: try TextFile.read(path), as: UTF8.self)
        #expect(log.split(separator: "\n").count == 1)
        #expect(log.utf8.count < 4096)
        #expect(scene.samples("good").last == "stale@\(time)")
        #expect(scene.samples("a").isEmpty)
    }

    @Test(arguments: [
        ("a{b=\"\u{1}", "expected label value"), ("a 1\na{", "expected"), ("a{b=\"c\",b=\"d\"} 1\n", "is not unique"),
        ("a 1_0\n", "unsupported character in float"), ("a 1 2 3\n", "expected next entry after timestamp"),
        ("{} 1\n", "metric name"), ("a nope\n", "unsupported character in float"),
    ])
    func `malformed text fails the scrape and stores nothing`(text: String, reason: String) async throws {
        let (scene, path) = try await scene()
        let time = await scene.scrape(text)
        try expectFailure(scene, path, reason, at: time)
    }

    @Test func `bytes that are no text fail the scrape`() async throws {
        let (scene, path) = try await scene()
        scene.client.answer(Array("a{b=\"".utf8) + [0xFF, 0xFE] + Array("\"} 1\n".utf8), type: "text/plain")
        let time = await scene.scrape()
        try expectFailure(scene, path, "invalid UTF-8 label value", at: time)
    }

    @Test func `a bomb of gzip is not unpacked beyond the limit`() async throws {
        let (scene, path) = try await scene { $0.limits.bodySizeBytes = 100_000 }
        let bomb = try gzip([UInt8](repeating: UInt8(ascii: "\n"), count: 20_000_000))
        #expect(bomb.count < 100_000)
        scene.client.answer(bomb, type: "text/plain", headers: [(name: "Content-Encoding", value: "gzip")])
        let time = await scene.scrape()
        try expectFailure(scene, path, "body size limit exceeded", at: time)
    }

    @Test func `a body that is cut off within gzip fails the scrape`() async throws {
        let (scene, path) = try await scene()
        let whole = try gzip(Array("a 1\n".utf8))
        scene.client.answer(
            Array(whole.dropLast(6)),
            type: "text/plain",
            headers: [(name: "Content-Encoding", value: "gzip")]
        )
        let time = await scene.scrape()
        try expectFailure(scene, path, "unexpected EOF", at: time)
    }

    @Test func `a series with a mass of labels is refused by the limit with a short reason`() async throws {
        let (scene, path) = try await scene { $0.limits.labels = 50 }
        let labels = (0..<20_000).map { "l\($0)=\"v\"" }.joined(separator: ",")
        let time = await scene.scrape("a{\(labels)} 1\n")
        try expectFailure(scene, path, "label_limit exceeded (metric: a, number of labels: 20003, limit: 50)", at: time)
    }

    @Test func `a long value is cut in the reason`() async throws {
        let (scene, path) = try await scene { $0.limits.labelValueLength = 100 }
        let time = await scene.scrape("a{b=\"\(String(repeating: "x", count: 1_000_000))\"} 1\n")
        try expectFailure(scene, path, "length: 1000000, limit: 100", at: time)
    }

    @Test func `a protobuf message that promises more than there is fails the scrape`() async throws {
        let (scene, path) = try await scene()
        let type = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
        scene.client.answer([0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x0A], type: type)
        let time = await scene.scrape()
        try expectFailure(scene, path, "", at: time)
    }

    @Test func `series that come twice are counted and the first one stays`() async throws {
        let (scene, path) = try await scene()
        // Safe: the path is passed for the time of the call.
        defer { _ = unsafe unlink(path) }
        let time = await scene.scrape("good 1\na 1\na 2\na 3\n")
        #expect(scene.last("up") == "1")
        #expect(scene.samples("a") == ["1@\(time)"])
    }
}
