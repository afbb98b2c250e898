/// The body of an answer.
package enum ResponseBody {
    /// All of it, sent with its length.
    case bytes([UInt8])
    /// Made piece by piece while it is sent, so that a large answer is never held whole.
    case pieces(any ResponsePieces)
    /// Sent as it comes, until it is `nil` or the client goes; an empty piece is nothing to send yet.
    ///
    /// An error breaks the connection off, so that the client sees that something is missing.
    case feed(Feed)

    /// Makes the next piece; one call at a time.
    package typealias Feed = @Sendable () async throws(BrokenFeedError) -> [UInt8]?

    /// Everything in one array; for tests.
    package consuming func collect() -> [UInt8] {
        switch self {
        case .bytes(let bytes): return bytes
        case .pieces(var pieces):
            var all: [UInt8] = []
            while let piece = pieces.next() { all += piece }
            return all
        case .feed: return []
        }
    }
}
