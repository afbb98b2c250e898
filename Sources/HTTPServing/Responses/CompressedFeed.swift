/// A feed that is compressed on its way.
///
/// SAFETY: a feed is asked for one piece at a time, so nobody else uses the stream while it works.
final class CompressedFeed: @unchecked Sendable {
    private let base: ResponseBody.Feed
    private let stream: DeflateStream
    private var isFinished = false

    init(_ base: @escaping ResponseBody.Feed, _ encoding: ContentEncoding) {
        self.base = base
        stream = DeflateStream(encoding)
    }

    func next() async throws(BrokenFeedError) -> [UInt8]? {
        if isFinished { return nil }
        guard let piece = try await base() else {
            isFinished = true
            return stream.finish()
        }
        // Often empty: the compressor gathers.
        return stream.compress(piece)
    }
}
