import PrometheusBytes
import PrometheusModel
import PrometheusWire
import Testing

@Suite struct WriteRequestColumnsTests {
    @Test func `series and samples become columns`() throws {
        let body = request([
            (["__name__": "a", "job": "x"], [(1, 10), (2, 20)]), (["__name__": "b"], [(-0.5, -30)]),
        ])
        var columns = WriteRequestColumns()
        for _ in 0..<2 { try columns.decode(body.rawSpan) }
        #expect(columns.seriesCount == 2)
        #expect(columns.timestamps == [10, 20, -30])
        #expect(columns.values == [1, 2, -0.5])
        #expect(columns.sampleRange(at: 0) == 0..<2 && columns.sampleRange(at: 1) == 2..<3)
        #expect(try labels(body, columns, 0) == ["__name__": "a", "job": "x"])
        #expect(try labels(body, columns, 1) == ["__name__": "b"])
    }

    @Test func `stale markers and other special values keep their bits`() throws {
        let values = [StaleMarker.value, .nan, .infinity, -.infinity, -0.0]
        let body = request([(["__name__": "a"], values.map { ($0, 1) })])
        var columns = WriteRequestColumns()
        try columns.decode(body.rawSpan)
        #expect(columns.values.map(\.bitPattern) == values.map(\.bitPattern))
    }

    @Test func `fields that are absent are zero, and unknown fields are read over`() throws {
        var writer = WireWriter()
        writer.writeMessage(1) { series in
            series.write(9, "later")
            series.writeMessage(1) { $0.write(1, "__name__") }
            series.writeMessage(2) { $0.write(7, UInt64(300)) }
        }
        writer.write(12, 1.0)
        var columns = WriteRequestColumns()
        try columns.decode(writer.bytes.rawSpan)
        #expect(columns.timestamps == [0] && columns.values == [0])
    }

    @Test func `histograms and exemplars are columns too, metadata of version 1 are counted`() throws {
        var writer = WireWriter()
        writer.writeMessage(1) { series in
            series.writeMessage(1) { $0.write(1, "__name__") }
            series.writeMessage(3) {
                $0.writeMessage(1) { $0.write(1, "trace_id") }
                $0.write(2, 1.5)
                $0.write(3, Int64(7))
            }
            series.writeMessage(4) { $0.write(15, Int64(5)) }
            series.writeMessage(4) {
                $0.write(15, Int64(6))
                $0.write(2, 3.0)
                $0.write(14, UInt64(3))
                $0.writeMessage(11) {
                    $0.write(1, UInt64(3))
                    $0.write(2, UInt64(2))
                }
                $0.write(13, 1.0)
                $0.write(13, [0, 0, 0, 0, 0, 0, 0, 0x40])
            }
        }
        writer.writeMessage(3) { $0.write(2, "family") }
        writer.writeMessage(1) { $0.writeMessage(1) { $0.write(1, "nothing") } }
        var columns = WriteRequestColumns()
        try columns.decode(writer.bytes.rawSpan)
        #expect(columns.seriesCount == 1 && columns.sampleRange(at: 0).isEmpty)
        #expect(columns.histograms.map(\.timestamp) == [5, 6])
        #expect(columns.exemplars.map(\.value) == [1.5] && columns.skippedMetadata == 1)
        guard case .float(let histogram) = columns.histograms[1].histogram else { return }
        #expect(histogram.layout.positiveSpans == [HistogramSpan(offset: -2, length: 2)])
        #expect(histogram.positiveBuckets == [1, 2] && histogram.count == 3)
        #expect(histogram.counterResetHint == .gauge)
        #expect(!columns.histograms[0].histogram.isFloat)
    }

    @Test(
        arguments: [
            ([0x0A, 5, 0x0A], "unexpected EOF"),
            ([0, 1], "proto: WriteRequest: illegal tag 0 (wire type 0)"),
            ([8, 1], "proto: wrong wireType = 0 for field Timeseries"),
            ([0x0A, 2, 8, 1], "proto: wrong wireType = 0 for field Labels"),
            ([0x0B, 0x0C], "proto: wrong wireType = 3 for field Timeseries"),
            ([0x0C], "proto: WriteRequest: wiretype end group for non-group"),
            ([0x10] + [UInt8](repeating: 0xFF, count: 11), "proto: integer overflow"),
            ([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], "unexpected EOF"),
            ([0x0A, 4, 0x12, 9, 9, 0], "unexpected EOF"),
        ] as [([UInt8], String)]
    )
    func `damage is told in upstream's words`(body: [UInt8], text: String) {
        var columns = WriteRequestColumns()
        do {
            try columns.decode(body.rawSpan)
            Issue.record("decoded")
        } catch { #expect(error.description == text) }
    }

    @Test func `no mutation of a request crashes`() throws {
        var generator = SplitMix(state: 3)
        var series: [(Labels, [(Double, Int64)])] = []
        for index in 0..<20 { series.append((["__name__": "a", "job": "x\(index)"], [(Double(index), Int64(10))])) }
        let body = request(series)
        var columns = WriteRequestColumns()
        for _ in 0..<20_000 {
            var mutated = body
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                mutated[Int.random(in: mutated.indices, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            mutated.removeLast(Int.random(in: 0...mutated.count / 3, using: &generator))
            guard (try? columns.decode(mutated.rawSpan)) != nil else { continue }
            for index in 0..<columns.seriesCount {
                _ = try? WriteRequestLabels(mutated.rawSpan, columns.labelRange(at: index))
            }
        }
    }

    private func labels(_ body: [UInt8], _ columns: WriteRequestColumns, _ index: Int) throws -> Labels? {
        guard case .valid(let labels) = try WriteRequestLabels(body.rawSpan, columns.labelRange(at: index)) else {
            return nil
        }
        return labels
    }

    private func request(_ series: [(Labels, [(Double, Int64)])]) -> [UInt8] {
        var writer = WireWriter()
        for (labels, samples) in series {
            writer.writeMessage(1) { message in
                for label in labels.array {
                    message.writeMessage(1) {
                        $0.write(1, label.name)
                        $0.write(2, label.value)
                    }
                }
                for (value, time) in samples {
                    message.writeMessage(2) {
                        $0.write(1, value)
                        $0.write(2, time)
                    }
                }
            }
        }
        return writer.bytes
    }
}
