/// Why the bytes of a chunk could not be decoded.
package enum ChunkError: Error, Hashable, CustomStringConvertible {
    /// The bytes end inside sample `sample`, counted from 0.
    case truncated(sample: Int)
    /// The bits of sample `sample` claim more significant bits than a value has.
    case invalidValueWindow(sample: Int)
    /// Sample `sample` is not newer than the one before it.
    case unorderedTimestamps(sample: Int)
    /// The start timestamp of sample `sample` is no number.
    case invalidStart(sample: Int)
    /// A histogram chunk's schema is none that is known.
    case invalidSchema(Int64)
    /// A run of buckets of a histogram chunk, counted from 0, goes back or too far.
    case invalidSpan(Int)
    /// The chunk's encoding is not one that this build knows.
    case unknownEncoding(UInt8)
    /// A column of a decimal chunk is described in a way that makes no sense.
    case invalidColumn
    /// The chunk has no samples.
    case empty

    package var description: String {
        switch self {
        case .truncated(let sample): "chunk ends inside sample \(sample)"
        case .invalidValueWindow(let sample): "invalid value window in sample \(sample) of a chunk"
        case .unorderedTimestamps(let sample):
            "timestamp of sample \(sample) of a chunk is not newer than the one before"
        case .invalidStart(let sample): "invalid start timestamp of sample \(sample) of a chunk"
        case .invalidSchema(let schema): "invalid histogram schema \(schema) in a chunk"
        case .invalidSpan(let number): "invalid histogram span \(number) in a chunk"
        case .unknownEncoding(let byte): "unknown chunk encoding \(byte)"
        case .invalidColumn: "invalid column of a decimal chunk"
        case .empty: "chunk has no samples"
        }
    }
}
