import PrometheusConfiguration
import PrometheusModel
import Testing

@testable import OpenTelemetry

struct TranslationTests {
    private static func metric(
        _ name: String,
        _ unit: String,
        _ kind: ExportRequest.Metric.Kind,
        isMonotonic: Bool = false
    ) -> ExportRequest.Metric {
        ExportRequest.Metric(name: name, unit: unit, kind: kind, temporality: .cumulative, isMonotonic: isMonotonic)
    }

    private static func names(_ strategy: OTLPSettings.TranslationStrategy) -> NameTranslation {
        var settings = OTLPSettings()
        settings.translation = strategy
        return NameTranslation(settings: settings)
    }

    @Test(arguments: [
        ("http.server.duration", "s", ExportRequest.Metric.Kind.histogram, false, "http_server_duration_seconds"),
        ("requests.count", "1", .sum, true, "requests_count_total"),
        ("total.requests", "1", .sum, true, "requests_total"),
        ("memory.usage", "By", .gauge, false, "memory_usage_bytes"),
        ("system.io", "By/s", .gauge, false, "system_io_bytes_per_second"),
        ("cpu.utilization", "1", .gauge, false, "cpu_utilization_ratio"), ("2xx", "{req}", .gauge, false, "_2xx"),
        ("a__b", "foo.bar", .gauge, false, "a_b_foo_bar"), ("seconds.up", "s", .gauge, false, "seconds_up"),
    ])
    func `names get suffixes and old characters`(
        name: String,
        unit: String,
        kind: ExportRequest.Metric.Kind,
        isMonotonic: Bool,
        expected: String
    ) throws {
        let metric = Self.metric(name, unit, kind, isMonotonic: isMonotonic)
        let names = Self.names(.underscoreEscapingWithSuffixes)
        #expect(try names.metricName(metric, UnitWords(unit, escapes: true)) == expected)
    }

    @Test(arguments: [
        (OTLPSettings.TranslationStrategy.noEscapingWithSuffixes, "http.server.duration_seconds_total"),
        (.noTranslation, "http.server.duration"), (.underscoreEscapingWithoutSuffixes, "http_server_duration"),
    ])
    func `other strategies leave more as it is`(strategy: OTLPSettings.TranslationStrategy, expected: String) throws {
        let metric = Self.metric("http.server.duration", "s", .sum, isMonotonic: true)
        let unit = UnitWords("s", escapes: strategy.escapes)
        #expect(try Self.names(strategy).metricName(metric, unit) == expected)
    }

    @Test(arguments: [("", "resulted in empty name"), ("...", "resulted in empty name")])
    func `names that come to nothing are refused`(name: String, text: String) {
        let metric = Self.metric(name, "", .gauge)
        do throws(TranslationError) {
            _ = try Self.names(.underscoreEscapingWithSuffixes).metricName(metric, UnitWords("", escapes: true))
            Issue.record("no error")
        } catch {
            #expect(error.description == "normalization for metric \(name.quoted) \(text)")
        }
    }

    @Test(arguments: [
        ("http.method", "http_method"), ("a..b", "a__b"), ("1a", "key_1a"), ("_x", "key_x"), ("__x", "__x"),
        ("__x.y__", "__x_y__"),
    ])
    func `label names have old characters only`(name: String, expected: String) throws {
        #expect(try Self.names(.underscoreEscapingWithSuffixes).labelName(name) == expected)
    }

    private static let body = """
        {"resourceMetrics": [{"resource": {"attributes": [
          {"key": "service.name", "value": {"stringValue": "shop"}},
          {"key": "service.instance.id", "value": {"stringValue": "i1"}},
          {"key": "host.name", "value": {"stringValue": "h"}}]},
         "scopeMetrics": [{"scope": {"name": "lib", "version": "2"}, "unknown": [1, {}], "metrics": [
          {"name": "req", "unit": "1", "description": "R", "sum": {"isMonotonic": true, "aggregationTemporality": 2,
            "dataPoints": [{"asInt": "5", "timeUnixNano": "3000000000", "attributes": [
              {"key": "a.b", "value": {"intValue": "1"}}, {"key": "a_b", "value": {"boolValue": true}}],
              "exemplars": [{"asDouble": 1.5, "timeUnixNano": 2000000000, "traceId": "0Af0", "spanId": "01"}]}]}},
          {"name": "lat", "unit": "s", "histogram": {"aggregationTemporality": 2, "dataPoints": [
            {"count": 6, "sum": 3.5, "bucketCounts": ["1", 2, 3], "explicitBounds": [0.005, 100], "timeUnixNano": 3000000000}]}},
          {"name": "exp", "exponentialHistogram": {"aggregationTemporality": 2, "dataPoints": [
            {"count": 7, "sum": 1, "scale": 9, "zeroCount": 1, "timeUnixNano": 3000000000,
             "positive": {"offset": 0, "bucketCounts": [1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 3]}}]}},
          {"name": "gone", "gauge": {"dataPoints": [{"flags": 1, "timeUnixNano": 3000000000}]}},
          {"name": "none", "gauge": {}}
        ]}]}]}
        """

    private static func translate(_ settings: OTLPSettings = OTLPSettings()) throws -> TranslatedRequest {
        let export = try JSONExport.decode(Array(body.utf8))
        let translation = RequestTranslation(
            settings: settings,
            takesDeltas: false,
            addsTypeLabels: false,
            lookbackMilliseconds: 300_000
        )
        return translation.translate(export)
    }

    @Test func `a request becomes series with job, instance and joined labels`() throws {
        var settings = OTLPSettings()
        settings.promotedAttributes = ["host.name"]
        settings.promotesScope = true
        let request = try Self.translate(settings)
        #expect(request.errors.isEmpty)
        let expected: Labels = [
            "__name__": "req_total", "a_b": "1;true", "host_name": "h", "instance": "i1", "job": "shop",
            "otel_scope_name": "lib", "otel_scope_version": "2",
        ]
        let position = try #require(request.series.firstIndex(of: expected))
        #expect(request.floats.first { $0.series == position }?.value == 5)
        #expect(request.metadata[position]?.type == .counter)
        #expect(request.exemplars.first?.exemplar.labels == ["span_id": "01", "trace_id": "0af0"])
        #expect(Set(request.warnings.map(\.category)) == ["label_name_collision", "empty_data_points"])
        let target: Labels = ["__name__": "target_info", "host_name": "h", "instance": "i1", "job": "shop"]
        #expect(request.series.contains(target))
    }

    @Test func `histograms become cumulative buckets, exponential ones native`() throws {
        let request = try Self.translate()
        func value(_ name: String, _ bound: String? = nil) -> Double? {
            let position = request.series.firstIndex { $0["__name__"] == name && $0["le"] == bound }
            return position.flatMap { position in request.floats.first { $0.series == position }?.value }
        }
        #expect(value("lat_seconds_bucket", "0.005") == 1)
        #expect(value("lat_seconds_bucket", "100") == 3)
        #expect(value("lat_seconds_bucket", "+Inf") == 6)
        #expect(value("lat_seconds_sum") == 3.5)
        #expect(value("lat_seconds_count") == 6)
        #expect(value("gone")?.isStaleMarker == true)
        guard case .integer(let native)? = request.histograms.first?.histogram else {
            Issue.record("no native histogram")
            return
        }
        #expect(native.layout.schema == 8)
        #expect(native.layout.positiveSpans == [.init(offset: 1, length: 1), .init(offset: 4, length: 1)])
        #expect(native.positiveDeltas == [3, 0])
        #expect(native.zeroCount == 1)
        #expect(native.count == 7)
    }

    @Test func `histograms become native ones with bounds if the configuration says so`() throws {
        var settings = OTLPSettings()
        settings.convertsHistograms = true
        let native = try Self.translate(settings).histograms.compactMap { item in
            if case .integer(let histogram) = item.histogram, histogram.layout.usesCustomBuckets {
                histogram
            } else {
                nil
            }
        }.first
        #expect(native?.layout.customBounds == [0.005, 100])
        #expect(native?.positiveDeltas == [1, 1, 1])
        #expect(native?.sum == 3.5)
    }

    @Test func `deltas and scales that cannot be stored are refused`() {
        var metric = Self.metric("d", "", .sum)
        metric.temporality = .delta
        metric.points = [ExportRequest.Point()]
        var exponential = Self.metric("e", "", .exponentialHistogram)
        exponential.points = [ExportRequest.Point(scale: -5)]
        let export = ExportRequest(resources: [.init(scopes: [.init(metrics: [metric, exponential])])])
        let translation = RequestTranslation(
            settings: OTLPSettings(),
            takesDeltas: false,
            addsTypeLabels: false,
            lookbackMilliseconds: 300_000
        )
        #expect(
            translation.translate(export).errors.map(\.description) == [
                "invalid temporality and type combination for metric \"d\"",
                "cannot convert exponential to native histogram. Scale must be >= -4, was -5",
            ]
        )
    }

    @Test func `mutated bytes never do more than fail`() throws {
        var random = SystemRandomNumberGenerator()
        var seed = Self.wire
        for _ in 0..<3000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            if let export = try? ProtobufExport.decode(bytes) {
                let translation = RequestTranslation(
                    settings: OTLPSettings(),
                    takesDeltas: true,
                    addsTypeLabels: true,
                    lookbackMilliseconds: 300_000
                )
                _ = translation.translate(export)
            }
            var json = Array(Self.body.utf8)
            json[Int.random(in: 0..<json.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            _ = try? JSONExport.decode(json)
            seed = Self.wire
        }
    }

    /// A gauge `g` with the attribute `k` = `v`, at 1 s, with the value 1.
    private static let wire: [UInt8] = [
        0x0A, 0x2A, 0x12, 0x28, 0x12, 0x26, 0x0A, 0x01, 0x67, 0x2A, 0x21, 0x0A, 0x1F, 0x3A, 0x08, 0x0A, 0x01, 0x6B,
        0x12,
        0x03, 0x0A, 0x01, 0x76, 0x19, 0x00, 0xCA, 0x9A, 0x3B, 0x00, 0x00, 0x00, 0x00, 0x21, 0x00, 0x00, 0x00, 0x00,
        0x00,
        0x00, 0xF0, 0x3F, 0x40, 0x00, 0x00,
    ]
}
