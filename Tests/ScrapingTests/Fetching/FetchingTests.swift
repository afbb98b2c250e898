import HTTPClients
import PrometheusConfiguration
import Testing
@testable import Scraping

@Suite struct FetchingTests {
    @Test func `the request says what is understood and how long it may take`() async throws {
        let scene = try Scene {
            $0.request.parameters = [ScrapeParameter(name: "x", values: ["1 &", "2"])]
            $0.timeoutMilliseconds = 2500
        }
        await scene.scrape("a 1\n")
        let request = try #require(scene.client.requests.first)
        #expect(request.url == "http://a:1/metrics?x=1+%26&x=2")
        #expect(request.timeout == .milliseconds(2500))
        let headers = Dictionary(uniqueKeysWithValues: request.headers.map { ($0.name, $0.value) })
        #expect(
            headers == [
                "Accept":
                    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                    + "application/openmetrics-text;version=0.0.1;q=0.5,"
                    + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
                "Accept-Encoding": "gzip", "User-Agent": "Prometheus/3.14.0",
                "X-Prometheus-Scrape-Timeout-Seconds": "2.5",
            ]
        )
    }

    @Test func `the formats are asked for in their order, and compression can be switched off`() {
        let accept = ScrapeRequestHeaders.accept([.prometheusProto, .prometheusText0_0_4], .underscores)
        #expect(
            accept
                == "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
                + "text/plain;version=0.0.4;q=0.5,*/*;q=0.4"
        )
        var settings = ScrapeSettings()
        settings.request.enablesCompression = false
        let headers = ScrapeRequestHeaders.make(settings, timeoutMilliseconds: 10_000, version: "1")
        #expect(headers.contains { $0.name == "Accept-Encoding" && $0.value == "identity" })
        #expect(headers.contains { $0.name == "X-Prometheus-Scrape-Timeout-Seconds" && $0.value == "10" })
    }

    @Test(arguments: [
        (404, "Not Found", "server returned HTTP status 404 Not Found"),
        (599, "", "server returned HTTP status 599 "),
    ])
    func `another status than 200 fails the scrape`(status: Int, reason: String, error: String) async throws {
        let scene = try Scene()
        scene.client.answer("a 1\n", status: status, reason: reason)
        await scene.scrape()
        #expect(scene.target?.lastError == error)
    }

    @Test(arguments: [
        (
            "",
            "non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target"
        ),
        (
            "text/html",
            #"received unsupported Content-Type "text/html" and no fallback_scrape_protocol specified for target"#
        ),
        (
            "text/",
            #"cannot parse Content-Type "text/" and no fallback_scrape_protocol for target"#
                + "\nmime: expected token after slash"
        ),
        (
            "a/b;;;",
            #"cannot parse Content-Type "a/b;;;" and no fallback_scrape_protocol for target"#
                + "\nmime: invalid media parameter"
        ),
        (
            "text/plain;x",
            #"cannot parse Content-Type "text/plain;x" and no fallback_scrape_protocol for target"#
                + "\nmime: invalid media parameter"
        ),
    ])
    func `an answer of unknown type needs a fallback`(type: String, error: String) async throws {
        let strict = try Scene()
        await strict.scrape("a 1\n", type: type)
        #expect(strict.target?.lastError == error)
        let lenient = try Scene { $0.request.fallbackProtocol = .prometheusText0_0_4 }
        await lenient.scrape("a 1\n", type: type)
        #expect(lenient.last("up") == "1")
    }

    @Test(arguments: [
        ("TEXT/Plain", "a 1\n"), ("text/plain; version=0.0.4; charset=utf-8", "a 1\n"), ("text/plain ;", "a 1\n"),
        ("text/plain; x=\"a;\\\"b\"", "a 1\n"),
        ("application/openmetrics-text; version=1.0.0; charset=utf-8", "a 1\n# EOF\n"),
    ])
    func `the format follows from the media type`(type: String, body: String) async throws {
        let scene = try Scene()
        await scene.scrape(body, type: type)
        #expect(scene.target?.lastError == "")
        #expect(scene.samples("a").count == 1)
    }
}
