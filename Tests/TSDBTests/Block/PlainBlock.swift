import Chunks
import LabelMatching
import PrometheusBytes
import PrometheusModel
import Storage

@testable import TSDB

/// The contents of a block in the plainest form, to write and to compare with.
struct PlainBlock {
    struct Sample: Equatable {
        var timestamp: Int64
        var value: Double

        static func == (first: Sample, second: Sample) -> Bool {
            first.timestamp == second.timestamp && first.value.bitPattern == second.value.bitPattern
        }
    }

    /// In the order of the label sets; the chunks of each series in the order of time.
    var series: [(labels: Labels, chunks: [[Sample]])]

    init(_ series: [(labels: Labels, chunks: [[Sample]])]) { self.series = series.sorted { $0.labels < $1.labels } }

    /// Random series with names and values that make matchers interesting.
    static func random(_ seriesCount: Int, _ random: inout SplitMix) -> PlainBlock {
        var series: [Labels: [[Sample]]] = [:]
        for _ in 0..<seriesCount {
            var timestamp = Int64.random(in: 0...5000, using: &random)
            let chunks = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                (0..<Int.random(in: 1...20, using: &random)).map { _ in
                    timestamp += Int64.random(in: 1...1000, using: &random)
                    return Sample(timestamp: timestamp, value: Double.random(in: -5...5, using: &random))
                }
            }
            series[RandomLabels.labels(&random)] = chunks
        }
        return PlainBlock(series.map { ($0.key, $0.value) })
    }

    var minTime: Int64 { series.flatMap(\.chunks).compactMap(\.first?.timestamp).min() ?? 0 }
    var maxTime: Int64 { series.flatMap(\.chunks).compactMap(\.last?.timestamp).max() ?? 0 }

    /// Writes the block below a directory.
    func write(to directory: String, ulid: ULID, options: BlockWriterOptions = BlockWriterOptions()) throws -> Block {
        var writer = try BlockWriter(dataDirectory: directory, ulid: ulid, options: options)
        var texts: Set<[UInt8]> = []
        for (labels, _) in series {
            for label in labels.array { texts.formUnion([Array(label.name.utf8), Array(label.value.utf8)]) }
        }
        for text in texts.sorted(by: { $0.lexicographicallyPrecedes($1) }) { _ = try writer.addSymbol(text.rawSpan) }
        var encoded = EncodedChunks()
        for (labels, chunks) in series {
            encoded.removeAll()
            for samples in chunks { encoded.append(samples) }
            try writer.add(labels, encoded)
        }
        var meta = BlockMeta(ulid: ulid, minTime: minTime, maxTime: maxTime + 1)
        meta.compaction.sources = [ulid]
        _ = try writer.finish(meta)
        return try Block(directory: "\(directory)/\(ulid)")
    }

    /// The series that pass the matchers and have a chunk in the window, with their samples in it.
    func select(
        _ matchers: [LabelMatcher],
        _ window: ClosedRange<Int64>
    ) -> [(labels: Labels, samples: [Sample])] {
        series.filter { entry in
            matchers.allSatisfy { $0.matches(entry.labels) }
                && entry.chunks.contains { chunk in
                    guard let first = chunk.first?.timestamp, let last = chunk.last?.timestamp else { return false }
                    return first <= window.upperBound && last >= window.lowerBound
                }
        }.map { ($0.labels, $0.chunks.flatMap { $0 }.filter { window.contains($0.timestamp) }) }
    }
}

extension EncodedChunks {
    mutating func append(_ samples: [PlainBlock.Sample]) {
        var builder = XORChunkBuilder()
        for sample in samples { builder.append(sample.timestamp, sample.value) }
        let bytes = builder.bytes
        append(
            minTime: samples.first?.timestamp ?? 0,
            maxTime: samples.last?.timestamp ?? 0,
            encoding: .xor,
            payload: bytes.rawSpan
        )
    }
}
