/// What a series has of samples that came out of order.
struct LateSeries {
    /// Those that fill no chunk yet.
    var buffer = LateBuffer()
    /// Full chunks in the order in which they were filled; their times may overlap.
    var chunks: [LateChunk] = []

    init() {}

    var isEmpty: Bool { buffer.isEmpty && chunks.isEmpty }
    var chunkCount: Int { chunks.count + (buffer.isEmpty ? 0 : 1) }

    /// The oldest and the newest time.
    var times: ClosedRange<Int64>? {
        var (oldest, newest) = (buffer.timestamps.first ?? .max, buffer.timestamps.last ?? .min)
        for chunk in chunks {
            oldest = min(oldest, chunk.minTime)
            newest = max(newest, chunk.times.upperBound)
        }
        return oldest <= newest ? oldest...newest : nil
    }

    /// Whether there may be a sample in `window`.
    func overlaps(_ window: ClosedRange<Int64>) -> Bool {
        buffer.overlaps(window) || chunks.contains { $0.times.overlaps(window) }
    }
}
