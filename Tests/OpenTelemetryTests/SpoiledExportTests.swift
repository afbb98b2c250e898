import PrometheusConfiguration
import PrometheusWire
import StrictYAML
import TestSupport
import Testing

@testable import OpenTelemetry

/// Whatever exporters send is read without harm, in bounded memory.
struct SpoiledExportTests {
    private static let protobuf: [UInt8] = {
        var writer = WireWriter()
        writer.writeMessage(1) { resource in
            resource.writeMessage(1) { attribute(&$0, "service.name", "shop") }
            resource.writeMessage(2) { scope in
                scope.writeMessage(1) { $0.write(1, "library") }
                scope.writeMessage(2) { metric in
                    metric.write(1, "requests")
                    metric.writeMessage(7) { sum in
                        sum.write(2, UInt64(2))
                        sum.write(3, UInt64(1))
                        sum.writeMessage(1) { point in
                            point.write(4, 2.5)
                            attribute(&point, "path", "/", field: 7)
                        }
                    }
                }
                scope.writeMessage(2) { metric in
                    metric.write(1, "took")
                    metric.writeMessage(10) { histogram in
                        histogram.writeMessage(1) { point in
                            point.write(6, UInt64(bitPattern: -2))
                            point.writeMessage(8) { buckets in
                                buckets.write(1, UInt64(3))
                                buckets.write(2, [1, 2, 3])
                            }
                        }
                    }
                }
            }
        }
        return writer.bytes
    }()

    private static func attribute(_ writer: inout WireWriter, _ key: String, _ value: String, field: UInt64 = 1) {
        writer.writeMessage(field) { pair in
            pair.write(1, key)
            pair.writeMessage(2) { $0.write(1, value) }
        }
    }

    private static let json = #"""
        {"resourceMetrics":[{"resource":{"attributes":[{"key":"a","value":{"kvlistValue":{"values":[{"key":"b",
        "value":{"arrayValue":{"values":[{"intValue":"3"},{"doubleValue":1.5}]}}}]}}}]},"scopeMetrics":[{"scope":{"name":"s"},
        "metrics":[{"name":"m","unit":"s","exponentialHistogram":{"aggregationTemporality":2,"dataPoints":[{"scale":-99,
        "count":"6","sum":1e300,"zeroCount":1,"positive":{"offset":-2147483648,"bucketCounts":["1",2,"3"]},
        "exemplars":[{"traceId":"ab\u00e9","asInt":"-1"}]}]}}]}]}]}
        """#

    private static let strategies: [OTLPSettings.TranslationStrategy] = [
        .underscoreEscapingWithSuffixes, .noTranslation, .underscoreEscapingWithoutSuffixes, .noEscapingWithSuffixes,
    ]

    private func translate(_ export: ExportRequest, _ random: inout SeededGenerator) -> TranslatedRequest {
        var settings = OTLPSettings()
        settings.translation = random.pick(Self.strategies)
        return RequestTranslation(
            settings: settings,
            takesDeltas: random.happens(1, outOf: 2),
            addsTypeLabels: random.happens(1, outOf: 2),
            lookbackMilliseconds: 300_000
        ).translate(export)
    }

    @Test func `spoiled protobuf is read or refused`() throws {
        _ = try ProtobufExport.decode(Self.protobuf)
        var random = SeededGenerator(seed: 5)
        var sound = 0
        for _ in 0..<20_000 {
            let bytes = Mutation.of(Self.protobuf, &random)
            guard let export = try? ProtobufExport.decode(bytes) else { continue }
            sound += 1
            #expect(translate(export, &random).series.count <= 64)
        }
        #expect(sound > 100)
    }

    @Test func `spoiled JSON is read or refused`() throws {
        _ = try JSONExport.decode(Array(Self.json.utf8))
        var random = SeededGenerator(seed: 6)
        for _ in 0..<5_000 {
            let bytes = Mutation.of(Array(Self.json.utf8), &random)
            guard let export = try? JSONExport.decode(bytes) else { continue }
            _ = translate(export, &random)
        }
    }

    @Test func `a request of nothing but empty points is refused`() {
        var writer = WireWriter()
        let empty = (0..<100_000).flatMap { _ in [0x0A, 0x00] as [UInt8] }
        writer.writeMessage(1) { $0.writeMessage(2) { $0.writeMessage(2) { $0.write(5, empty) } } }
        #expect(throws: WireError.tooLarge) { try ProtobufExport.decode(writer.bytes) }
    }

    @Test func `a text of nothing but small values is refused`() {
        let text = "{\"resourceMetrics\":[" + [String](repeating: "0", count: 100_000).joined(separator: ",") + "]}"
        #expect(throws: JSONDocumentError.self) { try JSONExport.decode(Array(text.utf8)) }
    }

    @Test(arguments: [200, 100_000]) func `values in values end somewhere`(depth: Int) {
        var value: [UInt8] = []
        for _ in 0..<min(depth, 2000) {
            var writer = WireWriter()
            writer.writeMessage(5) { $0.write(1, value) }
            value = writer.bytes
        }
        var writer = WireWriter()
        writer.writeMessage(1) { $0.writeMessage(1) { $0.writeMessage(1) { $0.write(2, value) } } }
        #expect(throws: WireError.tooLarge) { try ProtobufExport.decode(writer.bytes) }
        let text = String(repeating: "[", count: depth)
        #expect(throws: JSONDocumentError.self) { try JSONExport.decode(Array(text.utf8)) }
    }
}
