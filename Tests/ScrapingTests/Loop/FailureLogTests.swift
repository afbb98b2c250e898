import HTTPClients
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

@Suite struct FailureLogTests {
    /// A path that nobody else uses; the file is removed by the caller.
    private func makePath() -> String { "/tmp/vencejo-failures-\(UInt64.random(in: 0 ... .max)).log" }

    private func read(_ path: String) throws -> [String] {
        String(decoding: try TextFile.read(path), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func remove(_ path: String) {
        // Safe: the path is passed for the time of the call.
        _ = unsafe unlink(path)
    }

    @Test func `a failed scrape leaves a line with its reason`() async throws {
        let path = makePath()
        defer { remove(path) }
        let scene = try Scene { $0.failureLogFile = path }
        scene.client.answer("", status: 500, reason: "Internal \"Server\" Error")
        await scene.scrape()
        await scene.scrape("a{b=\"\n")
        await scene.scrape("a 1\n")
        let lines = try read(path)
        #expect(lines.count == 2)
        #expect(
            lines.first == """
                {"time":"2023-11-14T22:13:21Z","level":"ERROR","source":"ScrapeFailureLog.swift:1",\
                "msg":"server returned HTTP status 500 Internal \\"Server\\" Error","job_name":"j",\
                "target":"http://a:1/metrics"}
                """
        )
        let text = try #require(lines.last)
        #expect(text.contains("\"msg\":\"expected label value"), "\(text)")
    }

    @Test func `a reload opens the file again`() async throws {
        let path = makePath()
        let moved = path + ".1"
        defer {
            remove(path)
            remove(moved)
        }
        var scene = try Scene { $0.failureLogFile = path }
        scene.client.fail(.cancelled)
        await scene.scrape()
        // Safe: the paths are passed for the time of the call.
        unsafe #expect(rename(path, moved) == 0)
        await scene.scrape()
        try scene.change { _ in }
        await scene.scrape()
        #expect(try read(moved).count == 2)
        #expect(try read(path).count == 1)
    }

    @Test func `a file that cannot be opened refuses the configuration`() throws {
        let error = #expect(throws: ScrapeFailureLogError.self) {
            _ = try Scene { $0.failureLogFile = "/nonexistent/x.log" }
        }
        #expect(error?.description == "can't create json log file: open /nonexistent/x.log: no such file or directory")
    }
}
