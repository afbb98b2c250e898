import PrometheusBytes
import PrometheusExposition
import PrometheusModel
import PrometheusWire
import Testing

@Suite struct ProtobufExpositionTests {
    /// A delimited family of one metric, whose value is written by `value`.
    static func family(
        _ name: String,
        type: UInt64,
        help: String = "",
        unit: String = "",
        _ metric: (inout WireWriter) -> Void
    ) -> [UInt8] {
        var writer = WireWriter()
        writer.write(1, name)
        if !help.isEmpty { writer.write(2, help) }
        writer.write(3, type)
        writer.writeMessage(4, metric)
        if !unit.isEmpty { writer.write(5, unit) }
        var result: [UInt8] = []
        result.appendVarint(UInt64(writer.bytes.count))
        return result + writer.bytes
    }

    static func label(_ name: String, _ value: String, _ writer: inout WireWriter) {
        writer.writeMessage(1) {
            $0.write(1, name)
            $0.write(2, value)
        }
    }

    static func timestamp(_ field: UInt64, _ seconds: Int64, _ nanoseconds: Int64, _ writer: inout WireWriter) {
        writer.writeMessage(field) {
            $0.write(1, seconds)
            $0.write(2, nanoseconds)
        }
    }

    /// A native histogram with a classic one beside it.
    static func nativeHistogram(gauge: Bool = false, deltas: [Int64] = [1, 2, -1]) -> [UInt8] {
        family("h", type: gauge ? 5 : 4) {
            label("a", "b", &$0)
            $0.writeMessage(7) { histogram in
                histogram.write(1, UInt64(8))
                histogram.write(2, 2.5)
                histogram.writeMessage(3) {
                    $0.write(1, UInt64(8))
                    $0.write(2, Double.infinity)
                    $0.writeMessage(3) { exemplar in
                        label("trace", "x", &exemplar)
                        exemplar.write(2, 0.7)
                        timestamp(3, 12, 345_000_000, &exemplar)
                    }
                }
                histogram.write(5, UInt64(6))  // schema 3
                histogram.write(6, 0.001)
                histogram.write(7, UInt64(2))
                histogram.writeMessage(12) {
                    $0.write(1, UInt64(1))  // offset -1
                    $0.write(2, UInt64(3))
                }
                var packed: [UInt8] = []
                for delta in deltas { packed.appendZigzagVarint(delta) }
                histogram.write(13, packed)
                timestamp(15, 7, 0, &histogram)
            }
        }
    }

    @Test func `a counter has its exemplar, its time and its start`() {
        let bytes = Self.family("c_total", type: 0, help: "a \"b\"", unit: "total") {
            Self.label("z", "1", &$0)
            Self.label("a", "ü", &$0)
            $0.writeMessage(3) { counter in
                counter.write(1, 4.5)
                counter.writeMessage(2) { exemplar in
                    Self.label("id", "t", &exemplar)
                    exemplar.write(2, 3.0)
                }
                Self.timestamp(3, 10, 500_000_000, &counter)
            }
            $0.write(6, Int64(123_456))
        }
        let transcript = ProtobufTranscript(bytes)
        #expect(transcript.error == nil)
        #expect(
            transcript.lines == [
                "TYPE c_total counter", #"HELP c_total "a \"b\"""#, "UNIT c_total total",
                #"c_total{a="ü", z="1"} 4.5 @123456 since 10500 # {id="t"} 3"#,
            ]
        )
    }

    @Test func `a summary is a count, a sum and its quantiles`() {
        let bytes = Self.family("s", type: 2) {
            $0.writeMessage(4) { summary in
                summary.write(1, UInt64(3))
                summary.write(2, 1.5)
                for (quantile, value) in [(0.5, 1.0), (1.0, Double.nan)] {
                    summary.writeMessage(3) {
                        $0.write(1, quantile)
                        $0.write(2, value)
                    }
                }
            }
        }
        #expect(
            ProtobufTranscript(bytes).lines == [
                "TYPE s summary", "s_count 3", "s_sum 1.5", #"s{quantile="0.5"} 1"#, #"s{quantile="1.0"} NaN"#,
            ]
        )
    }

    @Test func `a classic histogram without a last bucket gets one`() {
        let bytes = Self.family("h", type: 4) {
            $0.writeMessage(7) { histogram in
                histogram.write(1, UInt64(5))
                histogram.write(2, 9.0)
                histogram.writeMessage(3) {
                    $0.write(1, UInt64(2))
                    $0.write(2, 1.0)
                }
            }
        }
        let transcript = ProtobufTranscript(bytes)
        #expect(
            transcript.lines == [
                "TYPE h histogram", "h_count 5", "h_sum 9", #"h_bucket{le="1.0"} 2"#, #"h_bucket{le="+Inf"} 5"#,
            ]
        )
        #expect(Set(transcript.hashes).count == 4)
    }

    @Test(arguments: [(true, false), (true, true), (false, true)])
    func `a native histogram comes first, its classic series where they are wanted`(native: Bool, classic: Bool) throws
    {
        let transcript = ProtobufTranscript(Self.nativeHistogram(), native: native, classic: classic)
        let exemplar = #" # {trace="x"} 0.7 @12345"#
        var expected = ["TYPE h histogram"]
        if native { expected.append(#"h{a="b"} native since 7000"# + exemplar) }
        if classic {
            expected += [
                #"h_count{a="b"} 8 since 7000"#, #"h_sum{a="b"} 2.5 since 7000"#,
                #"h_bucket{a="b", le="+Inf"} 8 since 7000"# + exemplar,
            ]
        }
        #expect(transcript.lines == expected)
        guard native else { return }
        guard case .integer(let histogram) = try #require(transcript.histograms.first) else {
            Issue.record("not an integer histogram")
            return
        }
        #expect(histogram.layout.schema == 3)
        #expect(histogram.layout.zeroThreshold == 0.001)
        #expect(histogram.layout.positiveSpans == [HistogramSpan(offset: -1, length: 3)])
        #expect(histogram.positiveDeltas == [1, 2, -1])
        #expect((histogram.count, histogram.zeroCount, histogram.sum) == (8, 2, 2.5))
        #expect(histogram.counterResetHint == .unknown)
    }

    @Test func `a gauge histogram says that it is one`() throws {
        let transcript = ProtobufTranscript(Self.nativeHistogram(gauge: true))
        guard case .integer(let histogram) = try #require(transcript.histograms.first) else { return }
        #expect(histogram.counterResetHint == .gauge)
    }

    @Test func `a histogram with float counts is one`() throws {
        let bytes = Self.family("h", type: 4) {
            $0.writeMessage(7) { histogram in
                histogram.write(4, 2.5)
                histogram.write(8, 0.5)
                histogram.writeMessage(9) {
                    $0.write(1, UInt64(0))
                    $0.write(2, UInt64(1))
                }
                histogram.write(11, 2.0)
            }
        }
        guard case .float(let histogram) = try #require(ProtobufTranscript(bytes).histograms.first) else {
            Issue.record("not a float histogram")
            return
        }
        #expect((histogram.count, histogram.zeroCount, histogram.negativeBuckets) == (2.5, 0.5, [2.0]))
    }

    @Test func `what contradicts the format is an error in upstream's words`() {
        let short = ProtobufTranscript(Self.nativeHistogram(deltas: [1, 2]))
        #expect(
            short.error?.description
                == #"histogram "h": positive side: spans require 3 buckets, have 2: histogram spans specify different number of buckets than provided"#
        )
        let nameless = ProtobufTranscript(Self.family("", type: 1) { $0.writeMessage(2) { $0.write(1, 1.0) } })
        #expect(nameless.error?.description == "invalid metric name: ")
        let odd = ProtobufTranscript(Self.family("x", type: 9) { $0.writeMessage(2) { $0.write(1, 1.0) } })
        #expect(odd.error?.description == #"unknown metric type for metric "x": 9"#)
    }

    @Test func `any cut and any changed byte gives entries or an error`() {
        let whole = Self.nativeHistogram() + Self.family("g", type: 1) { $0.writeMessage(2) { $0.write(1, 1.0) } }
        for end in whole.indices { _ = ProtobufTranscript(Array(whole[..<end]), classic: true) }
        for at in whole.indices {
            for change in [1, 0x7F, 0x80, 0xFF] as [UInt8] {
                var damaged = whole
                damaged[at] ^= change
                _ = ProtobufTranscript(damaged, classic: true)
            }
        }
        #expect(ProtobufTranscript(Array(whole.dropLast())).error != nil)
    }
}
