/// Pieces that are compressed on their way.
struct CompressedPieces: ResponsePieces {
    private var base: any ResponsePieces
    private var stream: DeflateStream?

    init(_ base: any ResponsePieces, _ encoding: ContentEncoding) {
        self.base = base
        stream = DeflateStream(encoding)
    }

    mutating func next() -> [UInt8]? {
        while let stream {
            guard let piece = base.next() else {
                self.stream = nil
                return stream.finish()
            }
            let compressed = stream.compress(piece)
            if !compressed.isEmpty { return compressed }
        }
        return nil
    }
}
