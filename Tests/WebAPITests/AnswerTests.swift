import HTTPServing
import PrometheusClient
import PrometheusExposition
import Testing

@testable import WebAPI

struct AnswerTests {
    @Test func `ten remarks of a kind are told, others are counted`() {
        let warnings = (1...12).map { "warning \($0)" }
        let answer = APIAnswer.success(warnings: warnings, infos: ["one"], elements: 0) { _, _ in }
        let body = String(decoding: answer.body.collect(), as: UTF8.self)
        #expect(body.hasSuffix(#""warning 10","2 more warning annotations omitted"],"infos":["one"]}"#))
        #expect(!body.contains("warning 11"))
    }

    @Test func `the server's own metrics are protobuf's JSON`() async throws {
        let registry = Registry()
        try registry.counters("requests_total", help: "Requests.", labels: ["path"])["a\"b\n"].increment(by: 3)
        try registry.gauge("size", help: "Size.").set(.infinity)
        try registry.histogram("took_seconds", help: "", buckets: [1]).observe(0.5)
        var services = ServicesFixture.make()
        services.selfMetrics = { registry.gather() }
        let path = "/api/v1/status/self_metrics"
        let all = await ServicesFixture.answer("GET", path, services).1
        let counter =
            #"{"name":"requests_total","help":"Requests.","type":"COUNTER","metric":[{"label":[{"name":"path","value":"a\"b\n"}],"counter":{"value":3}}]}"#
        let gauge = #"{"name":"size","help":"Size.","type":"GAUGE","metric":[{"gauge":{"value":"Infinity"}}]}"#
        let histogram =
            #"{"name":"took_seconds","help":"","type":"HISTOGRAM","metric":[{"histogram":{"sampleCount":"1","sampleSum":0.5,"bucket":[{"cumulativeCount":"1","upperBound":1}]}}]}"#
        #expect(all == #"{"status":"success","data":[\#(counter),\#(gauge),\#(histogram)]}"#)
        let some = await ServicesFixture.answer("GET", path + "?metric_name_pattern=si.*", services).1
        #expect(some == #"{"status":"success","data":[\#(gauge)]}"#)
        let (status, body) = await ServicesFixture.answer("GET", path + "?metric_name_pattern=(", services)
        #expect(status == 400)
        #expect(body.contains("\"error\":\"invalid metric_name_pattern: "))
    }
}
