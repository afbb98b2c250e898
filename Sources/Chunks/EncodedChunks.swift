internal import PrometheusBytes

/// The chunks of one series as columns over one byte buffer, in the order of time.
///
/// Made to be filled again and again: removing all chunks keeps the storage, so that walking the series of a block does
/// not allocate. Times are those of the first and the last sample of a chunk.
package struct EncodedChunks: Sendable, Equatable {
    /// The times of the first samples, in milliseconds since the Unix epoch.
    package private(set) var minTimes: [Int64] = []
    /// The times of the last samples.
    package private(set) var maxTimes: [Int64] = []
    package private(set) var encodings: [ChunkEncoding] = []
    /// Where each payload ends in `bytes`; it begins where the one before it ends.
    private var ends: [Int] = []
    private var bytes: [UInt8] = []

    package init() {}

    /// The number of chunks.
    package var count: Int { ends.count }

    package var isEmpty: Bool { ends.isEmpty }

    /// The bytes of all payloads.
    package var payloadBytes: Int { bytes.count }

    /// Whether each chunk ends before the next one begins.
    package var isOrdered: Bool {
        for index in minTimes.indices {
            guard minTimes[index] <= maxTimes[index] else { return false }
            if index > 0, minTimes[index] <= maxTimes[index - 1] { return false }
        }
        return true
    }

    /// Where the payload of a chunk lies in the buffer.
    package func payloadRange(at index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    /// The payload of a chunk, without its length, its encoding and its checksum.
    @_lifetime(borrow self)
    package func payload(at index: Int) -> RawSpan { bytes.rawSpan.extracting(payloadRange(at: index)) }

    /// Copies a chunk to the end.
    package mutating func append(
        minTime: Int64,
        maxTime: Int64,
        encoding: ChunkEncoding,
        payload: RawSpan
    ) {
        append(minTime: minTime, maxTime: maxTime, encoding: encoding, byteCount: payload.byteCount) { output in
            // Safe: there is room for `byteCount` bytes, and the two do not overlap.
            unsafe output.withUnsafeMutableBufferPointer { target, count in
                unsafe payload.withUnsafeBytes { unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: $0) }
                count = payload.byteCount
            }
        }
    }

    /// Appends a chunk whose payload of at most `byteCount` bytes `fill` writes.
    package mutating func append(
        minTime: Int64,
        maxTime: Int64,
        encoding: ChunkEncoding,
        byteCount: Int,
        fill: (inout OutputSpan<UInt8>) -> Void
    ) {
        bytes.append(addingCapacity: byteCount) { fill(&$0) }
        minTimes.append(minTime)
        maxTimes.append(maxTime)
        encodings.append(encoding)
        ends.append(bytes.count)
    }

    /// Copies a chunk of `other` to the end.
    package mutating func append(_ other: borrowing EncodedChunks, at index: Int) {
        append(
            minTime: other.minTimes[index],
            maxTime: other.maxTimes[index],
            encoding: other.encodings[index],
            payload: other.payload(at: index)
        )
    }

    /// Empties the columns and keeps their storage.
    package mutating func removeAll() {
        minTimes.removeAll(keepingCapacity: true)
        maxTimes.removeAll(keepingCapacity: true)
        encodings.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }
}
