import PrometheusModel
import TestSupport
import Testing

@testable import WebAPI

struct SearchTests {
    private static let services: APIServices = {
        var store = MemoryStore()
        for name in ["http_requests_total", "http_errors_total", "up", "node_http"] {
            store.append(["__name__": name, "job": "Web"], [(1, 1)])
        }
        var services = ServicesFixture.make(store)
        services.search = SearchSettings(isEnabled: true, maximumLimit: 3)
        return services
    }()

    private static func ask(_ rest: String) async -> (Int, String) {
        await ServicesFixture.answer("GET", "/api/v1/search/" + rest, services)
    }

    @Test func `a search that is off says so`() async {
        let (status, body) = await ServicesFixture.answer("GET", "/api/v1/search/metric_names", ServicesFixture.make())
        #expect(status == 500)
        #expect(body == #"{"status":"error","errorType":"unavailable","error":"search API disabled"}"#)
    }

    @Test func `batches come first, and whether there is more comes last`() async {
        let (status, body) = await Self.ask("metric_names?search[]=http&limit=3&batch_size=2&sort_by=alpha")
        #expect(status == 200)
        let lines = [
            #"{"results":[{"name":"http_errors_total"},{"name":"http_requests_total"}]}"#,
            #"{"results":[{"name":"node_http"}]}"#, #"{"status":"success","has_more":false}"#, "",
        ]
        #expect(body == lines.joined(separator: "\n"))
    }

    @Test func `there is a batch though nothing is found`() async {
        let (_, body) = await Self.ask("label_names?search[]=nothing")
        #expect(body == "{\"results\":[]}\n{\"status\":\"success\",\"has_more\":false}\n")
    }

    @Test func `what does not fit the limit is more`() async {
        let (_, body) = await Self.ask("metric_names?limit=1&sort_by=alpha&sort_dir=dsc")
        #expect(body == "{\"results\":[{\"name\":\"up\"}]}\n{\"status\":\"success\",\"has_more\":true}\n")
    }

    @Test func `the best come first, equals by name`() async {
        let (_, body) = await Self.ask("metric_names?search[]=http&sort_by=score&include_score=true")
        #expect(
            body.hasPrefix(
                #"{"results":[{"name":"http_errors_total","score":1},{"name":"http_requests_total","score":1}"#
            )
        )
    }

    @Test func `case matters unless it is not to`() async {
        let strict = await Self.ask("label_values?label=job&search[]=web").1
        #expect(strict.hasPrefix(#"{"results":[]}"#))
        let free = await Self.ask("label_values?label=job&search[]=web&case_sensitive=false").1
        #expect(free.hasPrefix(#"{"results":[{"value":"Web"}]}"#))
    }

    @Test(arguments: [
        ("metric_names?start=2&end=1", "end timestamp must not be before start timestamp"),
        ("metric_names?fuzz_threshold=101", #"invalid fuzz_threshold "101": must be 0-100"#),
        ("metric_names?fuzz_alg=x", #"unsupported fuzz_alg "x": must be one of [subsequence jarowinkler]"#),
        ("metric_names?case_sensitive=x", #"invalid case_sensitive "x": must be boolean"#),
        ("metric_names?sort_by=x", #"invalid sort_by "x" for metric_names: must be "alpha" or "score""#),
        ("metric_names?sort_by=score", "sort_by=score requires search[] to be set"),
        ("metric_names?sort_dir=asc", "sort_dir is only valid when sort_by is set"),
        ("metric_names?search[]=a&sort_by=score&sort_dir=asc", "sort_dir is not supported for sort_by=score"),
        ("metric_names?sort_by=alpha&sort_dir=x", #"invalid sort_dir "x": must be "asc" or "dsc""#),
        ("metric_names?limit=0", #"invalid limit "0": must be a positive integer"#),
        ("metric_names?limit=4", "limit 4 exceeds the configured maximum (3, see --web.search.max-limit)"),
        ("metric_names?batch_size=-1", #"invalid batch_size "-1": must be a positive integer"#),
        ("label_values?search[]=a", #"missing required parameter "label""#),
        (
            "metric_names?" + [String](repeating: "search[]=a", count: 33).joined(separator: "&"),
            "too many search[] terms: got 33, maximum is 32"
        ),
    ])
    func `a wrong parameter is reported`(request: String, message: String) async {
        let (status, body) = await Self.ask(request)
        #expect(status == 400)
        var writer = JSONWriter()
        writer.string(message)
        #expect(
            body.hasSuffix("\"errorType\":\"bad_data\",\"error\":\(String(decoding: writer.bytes, as: UTF8.self))}")
        )
    }

    @Test(arguments: [
        ("http", "http_requests_total", 1.0), ("http", "a_http", 0.1), ("http", "ab_http_cd", 1 - 0.9 * 3 / 6),
    ])
    func `the later a text stands the less it is worth`(term: String, name: String, score: Double) {
        let found = SearchTerms.substringScore(Array(term.unicodeScalars), in: Array(name.unicodeScalars))
        #expect(abs((found ?? 0) - score) < 1e-12)
    }

    @Test func `characters in order are found, others are not`() {
        let terms = SearchTerms(["hrt"], .subsequence, thresholdPercent: 0, isCaseSensitive: true)
        #expect(terms.score("http_requests_total") != nil)
        #expect(terms.score("total_requests") == nil)
        let strict = SearchTerms(["hrt"], .subsequence, thresholdPercent: 90, isCaseSensitive: true)
        #expect(strict.score("http_requests_total") == nil)
        #expect(strict.score("hrt_total") == 1)
    }

    @Test(arguments: [("MARTHA", "MARHTA", 0.9611), ("DIXON", "DICKSONX", 0.8133), ("DWAYNE", "DUANE", 0.84)])
    func `similarity is that of Jaro and Winkler`(first: String, second: String, similarity: Double) {
        let found = JaroWinklerSimilarity.of(Array(first.unicodeScalars), Array(second.unicodeScalars))
        #expect(abs(found - similarity) < 1e-3)
    }
}
