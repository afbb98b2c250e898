internal import CCRC32C
internal import Chunks
internal import PrometheusBytes
internal import PrometheusModel
internal import PrometheusWire
internal import Storage

/// A streamed answer to a remote read request: frames, each with chunks of one series.
///
/// Holds its place among the remote reads until it goes away.
package struct RemoteReadStream {
    private let selections: [ReadSelection]
    private let external: Labels
    private let frameBytes: Int
    private let place: RemoteReadGate.Place
    /// The query and the series within its order that come next.
    private var query = 0
    private var position = 0
    /// The chunks of the series that are not sent yet, the first one last.
    private var chunks: [EncodedChunk] = []
    private var labelBytes = 0
    private var writer = ChunkFrameWriter()
    private var samples = SampleColumns()

    init(_ selections: [ReadSelection], external: Labels, frameBytes: Int, place: RemoteReadGate.Place) {
        self.selections = selections
        self.external = external
        self.frameBytes = frameBytes
        self.place = place
    }

    /// The next frame; `nil` at the end, which is also where the storage fails, since the status is sent already.
    package mutating func next() -> [UInt8]? {
        while chunks.isEmpty {
            guard query < selections.count else { return nil }
            guard position < selections[query].order.count else {
                query += 1
                position = 0
                continue
            }
            let (selection, series) = (selections[query], selections[query].order[position])
            position += 1
            do throws(StorageError) {
                try selection.read(series, into: &samples)
            } catch {
                query = selections.count
                return nil
            }
            guard samples.count > 0 else { continue }
            chunks = Self.chunks(of: samples).reversed()
            labelBytes = writer.begin(ReadSelection.shown(selection.selection.labels(at: series), external))
        }
        var left = frameBytes - labelBytes
        while let chunk = chunks.popLast() {
            left -= writer.append(
                minTime: chunk.minTime,
                maxTime: chunk.maxTime,
                encoding: chunk.encoding.rawValue,
                chunk.bytes
            )
            if left <= 0 { break }
        }
        return Self.frame(writer.takeMessage(queryIndex: query))
    }

    private static func chunks(of samples: borrowing SampleColumns) -> [EncodedChunk] {
        var chunker = SeriesChunker(floatEncoding: .xor, storesHistogramStarts: false)
        var (next, integer) = (0, 0)
        for row in 0..<samples.count {
            guard next < samples.histogramRows.count, Int(samples.histogramRows[next]) == row else {
                chunker.append(samples.timestamps[row], samples.values[row])
                continue
            }
            let rows = samples.integerHistogramRows
            let isInteger = integer < rows.count && Int(rows[integer]) == row
            if isInteger { integer += 1 }
            let histogram = samples.histograms[next].native(isInteger: isInteger)
            chunker.append(TimedHistogram(samples.timestamps[row], histogram))
            next += 1
        }
        return chunker.finish()
    }

    private static func frame(_ message: [UInt8]) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(message.count + 14)
        frame.appendVarint(UInt64(message.count))
        // Safe: the bytes are only read while the closure runs.
        let sum = unsafe message.withUnsafeBytes { unsafe prometheus_crc32c(0, $0.baseAddress, $0.count) }
        frame.appendBigEndian(sum)
        return frame + message
    }
}
