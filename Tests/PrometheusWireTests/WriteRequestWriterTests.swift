import PrometheusBytes
import PrometheusModel
import PrometheusWire
import Testing

@Suite struct WriteRequestWriterTests {
    private let labels: Labels = ["__name__": "a", "job": "x"]

    @Test func `requests of the first version are read back, special values bit for bit`() throws {
        var writer = WriteRequestWriter()
        let encoded = WriteRequestWriter.encodedLabels(labels)
        writer.begin()
        let values = [1.5, StaleMarker.value, -0.0]
        for (index, value) in values.enumerated() { writer.appendFirst(encoded[...], Int64(index) - 1, value) }
        writer.appendFirst(encoded[...], Exemplar(labels: ["trace_id": "t"], value: 2, timestamp: 7))
        writer.appendFirst(encoded[...], 9, histogram)
        let body = writer.firstVersion()
        var columns = WriteRequestColumns()
        try columns.decode(body.rawSpan)
        #expect(columns.seriesCount == 5)
        #expect(columns.timestamps == [-1, 0, 1])
        #expect(columns.values.map(\.bitPattern) == values.map(\.bitPattern))
        #expect(columns.exemplars.map(\.value) == [2] && columns.exemplars.map(\.timestamp) == [7])
        #expect(columns.histograms.map(\.histogram) == [histogram])
        let read = try WriteRequestLabels(body.rawSpan, columns.labelRange(at: 0))
        #expect(read.received == labels.array)
    }

    @Test func `requests of the second version name each text once`() throws {
        var table = WriteSymbolTable()
        let numbers = [table.intern("")] + ["unused", "__name__", "a", "job", "Help."].map { table.intern($0) }
        let series = WriteRequestWriter.Symbols(
            labels: [numbers[2], numbers[3], numbers[4], numbers[3]],
            type: 1,
            help: numbers[5],
            unit: numbers[0]
        )
        var writer = WriteRequestWriter()
        for _ in 0..<2 {
            writer.begin()
            writer.appendSecond(series, table, 10, 1, start: 5)
            writer.appendSecond(series, table, 20, 2, start: 0)
            writer.appendSecond(series, table, Exemplar(labels: ["job": "t", "z": "t"], value: 2, timestamp: 7))
            writer.appendSecond(series, table, 30, histogram, start: 4)
        }
        let body = writer.secondVersion().bytes
        #expect(body.starts(with: [0x22, 0, 0x22, 8]))
        var columns = WriteRequestColumns()
        var text: [UInt8] = []
        try columns.decodeSecondVersion(body.rawSpan, labels: &text)
        #expect(columns.failures.isEmpty)
        #expect(columns.timestamps == [10, 20] && columns.values == [1, 2])
        #expect(columns.startTimestamps == [5, 0])
        #expect(columns.histograms.map(\.histogram) == [histogram])
        #expect(columns.exemplars.map(\.timestamp) == [7])
        #expect(columns.metadata.allSatisfy { $0.metadata.help == "Help." && $0.metadata.type == .counter })
    }

    private var histogram: NativeHistogram {
        var histogram = IntegerHistogram()
        histogram.layout.schema = -2
        histogram.layout.zeroThreshold = 0.001
        histogram.layout.positiveSpans = [HistogramSpan(offset: -3, length: 2)]
        histogram.positiveDeltas = [3, -1]
        histogram.count = 6
        histogram.zeroCount = 1
        histogram.sum = 12.5
        histogram.counterResetHint = .gauge
        return .integer(histogram)
    }
}
