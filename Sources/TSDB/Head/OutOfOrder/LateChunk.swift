internal import Chunks

/// A full chunk of samples that came out of order: in a head chunk file, or in memory until it is written there.
struct LateChunk {
    /// Chunks that were begun later have higher numbers.
    var number: UInt64
    var minTime: Int64
    var maxTime: Int64
    var encoding: ChunkEncoding
    /// Where it lies in the files.
    var place: SealedChunk.Place?
    /// The payload of a chunk that lies in no file.
    var payload: [UInt8]

    /// A chunk in memory.
    init(_ chunk: EncodedChunk, number: UInt64) {
        self.number = number
        minTime = chunk.minTime
        maxTime = chunk.maxTime
        encoding = chunk.encoding
        payload = chunk.bytes
    }

    /// A chunk that was found in a file.
    init(_ chunk: SealedChunk, number: UInt64) {
        self.number = number
        minTime = chunk.minTime
        maxTime = chunk.maxTime
        encoding = ChunkEncoding(rawValue: chunk.encoding) ?? .xor
        place = chunk.place
        payload = []
    }

    /// Its times, both ends included.
    var times: ClosedRange<Int64> { minTime...max(minTime, maxTime) }

    /// Notes that the payload has been written to a file.
    mutating func move(to place: SealedChunk.Place) {
        self.place = place
        payload = []
    }
}
