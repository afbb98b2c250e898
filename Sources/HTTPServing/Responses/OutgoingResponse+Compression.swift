extension OutgoingResponse {
    /// The same answer, compressed.
    consuming func compressed(_ encoding: ContentEncoding) -> OutgoingResponse {
        switch body {
        case .feed: return self
        case .bytes(let bytes):
            let stream = DeflateStream(encoding)
            body = .bytes(stream.compress(bytes) + stream.finish())
        case .pieces(let pieces): body = .pieces(CompressedPieces(pieces, encoding))
        }
        headers.append(("Content-Encoding", encoding.rawValue))
        return self
    }
}
