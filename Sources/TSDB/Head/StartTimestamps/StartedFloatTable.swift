internal import Chunks

/// The chunks of floats with start timestamps that are being written, which are encoded as XOR2.
///
/// Only servers that are asked to encode floats so have any: a table of its own costs the others nothing. Full chunks are
/// kept with the others.
struct StartedFloatTable: ~Copyable {
    /// Where the chunk of each series stands among `entries`, counted from 1; 0 for none.
    private var positions = Column<UInt32>()
    private var entries: [StartedFloatSeries] = []
    private var free: [UInt32] = []

    init() {}

    /// The bytes kept, about.
    var byteCount: Int {
        entries.reduce(positions.capacityBytes) { sum, entry in
            sum + MemoryLayout<StartedFloatSeries>.stride + (entry.open?.capacityBytes ?? 0) + 32
        }
    }

    /// The open chunk of a series.
    subscript(series: Int) -> XOR2ChunkBuilder? { position(series).flatMap { entries[$0].open } }

    /// Begins a chunk, which ends at a time, with a sample.
    mutating func begin(_ series: Int, _ timestamp: Int64, _ value: Double, _ start: Int64, end: Int64) {
        if let position = position(series) {
            return entries[position].begin(timestamp, value, start, end: end)
        }
        let position: Int
        if let reused = free.popLast() {
            position = Int(reused)
        } else {
            position = entries.count
            entries.append(StartedFloatSeries())
        }
        if series >= positions.count { positions.extend(to: series + 1, with: 0) }
        positions[series] = UInt32(position) + 1
        entries[position].begin(timestamp, value, start, end: end)
    }

    /// Appends a sample to the open chunk of a series; `false` if it takes no more.
    mutating func append(
        _ series: Int,
        _ timestamp: Int64,
        _ value: Double,
        _ start: Int64,
        predictionSamples: Int,
        maxSamples: Int
    ) -> Bool {
        guard let position = position(series) else { return false }
        return entries[position].append(
            timestamp,
            value,
            start,
            predictionSamples: predictionSamples,
            maxSamples: maxSamples
        )
    }

    /// Takes the open chunk of a series out.
    mutating func take(_ series: Int) -> EncodedChunk? {
        guard let position = position(series) else { return nil }
        let chunk = entries[position].open?.encoded
        entries[position] = StartedFloatSeries()
        free.append(UInt32(position))
        positions[series] = 0
        return chunk
    }

    @inline(__always)
    private func position(_ series: Int) -> Int? {
        guard series < positions.count, positions[series] > 0 else { return nil }
        return Int(positions[series]) - 1
    }
}
