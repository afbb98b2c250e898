/// The times and places of the chunks of one series, as columns.
struct ChunkReferences: Sendable {
    /// The times of the first samples, in milliseconds since the Unix epoch.
    private(set) var minTimes: [Int64] = []
    /// The times of the last samples.
    private(set) var maxTimes: [Int64] = []
    /// File and offset of each chunk, as upstream packs them.
    private(set) var references: [UInt64] = []

    var count: Int { references.count }

    mutating func append(_ minTime: Int64, _ maxTime: Int64, _ reference: UInt64) {
        minTimes.append(minTime)
        maxTimes.append(maxTime)
        references.append(reference)
    }

    /// Empties the columns and keeps their storage.
    mutating func removeAll() {
        minTimes.removeAll(keepingCapacity: true)
        maxTimes.removeAll(keepingCapacity: true)
        references.removeAll(keepingCapacity: true)
    }
}
