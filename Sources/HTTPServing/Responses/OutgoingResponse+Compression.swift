extension OutgoingResponse {
    /// The same answer, compressed.
    consuming func compressed(_ encoding: ContentEncoding) -> OutgoingResponse {
        headers.append(("Content-Encoding", encoding.rawValue))
        switch body {
        case .bytes(let bytes):
            let stream = DeflateStream(encoding)
            body = .bytes(stream.compress(bytes) + stream.finish())
        case .pieces(let pieces): body = .pieces(CompressedPieces(pieces, encoding))
        }
        return self
    }
}
