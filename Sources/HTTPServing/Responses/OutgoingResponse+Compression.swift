extension OutgoingResponse {
    /// The same answer, compressed.
    consuming func compressed(_ encoding: ContentEncoding) -> OutgoingResponse {
        switch body {
        case .feed(let next):
            let feed = CompressedFeed(next, encoding)
            body = .feed { () async throws(BrokenFeedError) in try await feed.next() }
        case .bytes(let bytes):
            let stream = DeflateStream(encoding)
            body = .bytes(stream.compress(bytes) + stream.finish())
        case .pieces(let pieces): body = .pieces(CompressedPieces(pieces, encoding))
        }
        headers.append(("Content-Encoding", encoding.rawValue))
        return self
    }
}
