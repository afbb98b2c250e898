import PrometheusBytes
import PrometheusModel
import Testing

@testable import Chunks

@Suite struct SeriesChunkerTests {
    @Test(arguments: [ChunkEncoding.xor, .xor2])
    func `floats and histograms of one series come back from chunks of their own`(floats: ChunkEncoding) throws {
        var chunker = SeriesChunker(floatEncoding: floats, storesHistogramStarts: floats == .xor2)
        for sample in 0..<300 as Range<Int64> { chunker.append(sample * 1000, Double(sample), startTimestamp: 5) }
        var histograms: [TimedHistogram] = []
        for sample in 300..<500 as Range<Int64> {
            let histogram = HistogramChunkTests.integer([sample, 2 * sample], sum: Double(sample))
            histograms.append(TimedHistogram(sample * 1000, .integer(histogram), startTimestamp: 9))
            chunker.append(histograms[histograms.count - 1])
        }
        chunker.append(500_000, 1)
        let chunks = chunker.finish()
        #expect(chunks.map(\.sampleCount) == [120, 120, 60, 120, 80, 1])
        #expect(chunks.map(\.minTime) == [0, 120_000, 240_000, 300_000, 420_000, 500_000])
        #expect(chunks.map(\.maxTime) == [119_000, 239_000, 299_000, 419_000, 499_000, 500_000])
        var columns = SampleColumns()
        for chunk in chunks {
            let payload = ChunkPayload(chunk.encoding, chunk.bytes.rawSpan)
            try payload.decode(window: .min ... .max, into: &columns)
        }
        #expect(columns.timestamps == (0...500).map { Int64($0) * 1000 })
        #expect(columns.histogramRows == Array(300..<500))
        #expect(columns.values[..<300] == (0..<300).map(Double.init)[...])
        #expect(columns.startTimestamps.isEmpty == (floats == .xor))
        #expect(chunker.finish() == [])
    }
}
