import HTTPServing
import PromQL
import PrometheusModel
import TestSupport
import Testing

@testable import Consoles

@Suite struct ConsolePagesTests {
    /// The folders of the repository.
    private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        .joined(separator: "/")

    private static var pages: ConsolePages {
        var store = MemoryStore()
        let series: [(Labels, Double)] = [
            (["__name__": "up", "job": "node", "instance": "a<b>:9100"], 1),
            (["__name__": "node_memory_MemTotal_bytes", "instance": "a<b>:9100"], 2_147_483_648),
            (["__name__": "node_memory_MemAvailable_bytes", "instance": "a<b>:9100"], 1_073_741_824),
        ]
        for (labels, value) in series { store.append(labels, (0..<60).map { (Int64($0) * 15_000, value) }) }
        return ConsolePages(
            ConsoleSettings(
                templateDirectory: root + "/consoles",
                libraryDirectory: root + "/console_libraries",
                externalURL: "http://p:9090/base",
                externalLabels: { [:] }
            ),
            engine: QueryEngine(options: QueryEngineOptions()),
            storage: store,
            clock: WallClock { 880_000 }
        )
    }

    private static func text(_ response: OutgoingResponse) -> String {
        String(decoding: response.body.collect(), as: UTF8.self)
    }

    @Test(arguments: ["index", "cpu", "memory", "disk", "latency", "errors", "databases"])
    func `our own consoles render with and without a choice`(page: String) async {
        let response = await Self.pages.respond("\(page).html", FormValues(urlEncoded: ""))
        #expect(response.status == 200, "\(Self.text(response).suffix(300))")
        #expect(Self.text(response).contains("</html>"))
        let chosen = await Self.pages.respond("\(page).html", FormValues(urlEncoded: "instance=a%3Cb%3E:9100"))
        #expect(chosen.status == 200, "\(Self.text(chosen).suffix(300))")
    }

    @Test func `values of queries stand in the page, escaped`() async {
        let response = await Self.pages.respond("memory.html", FormValues(urlEncoded: "instance=a%3Cb%3E:9100"))
        let text = Self.text(response)
        #expect(text.contains("a&lt;b&gt;"))
        #expect(!text.contains("a<b>"))
        #expect(text.contains("2GiB"))
        #expect(text.contains("50%"))
    }

    @Test func `what is not there is not found, what is above the folder least of all`() async {
        let missing = await Self.pages.respond("nope.html", FormValues())
        #expect(missing.status == 404)
        let above = await Self.pages.respond("../Package.swift", FormValues())
        #expect(above.status != 200)
    }

    @Test func `the route takes paths of any depth`() throws {
        let route = try #require(Self.pages.routes.first)
        #expect(route.pattern == "/consoles/*filepath")
    }
}
