/// Why the bytes of a chunk could not be decoded.
package enum ChunkError: Error, Hashable, CustomStringConvertible {
    /// The bytes end inside sample `sample`, counted from 0.
    case truncated(sample: Int)
    /// The bits of sample `sample` claim more significant bits than a value has.
    case invalidValueWindow(sample: Int)
    /// Sample `sample` is not newer than the one before it.
    case unorderedTimestamps(sample: Int)
    /// The chunk's encoding is not one that this build knows.
    case unknownEncoding(UInt8)
    /// The chunk has no samples.
    case empty

    package var description: String {
        switch self {
        case .truncated(let sample): "chunk ends inside sample \(sample)"
        case .invalidValueWindow(let sample): "invalid value window in sample \(sample) of a chunk"
        case .unorderedTimestamps(let sample):
            "timestamp of sample \(sample) of a chunk is not newer than the one before"
        case .unknownEncoding(let byte): "unknown chunk encoding \(byte)"
        case .empty: "chunk has no samples"
        }
    }
}
