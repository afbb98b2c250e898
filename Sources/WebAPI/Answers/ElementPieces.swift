internal import HTTPServing

/// A JSON array in pieces: what stands before it, its elements, what stands behind it.
struct ElementPieces: ResponsePieces {
    /// A piece ends with the element that fills it: about what a socket takes at once.
    private static let pieceBytes = 64 << 10

    private let count: Int
    private let write: (inout JSONWriter, Int) -> Void
    private let tail: [UInt8]
    private var writer: JSONWriter
    private var position = 0
    private var isFinished = false

    /// `head` is a writer with everything up to the array.
    init(head: JSONWriter, tail: [UInt8], count: Int, write: @escaping (inout JSONWriter, Int) -> Void) {
        writer = head
        writer.raw("[")
        writer.beginElements()
        self.tail = tail
        self.count = count
        self.write = write
    }

    mutating func next() -> [UInt8]? {
        guard !isFinished else { return nil }
        while position < count, writer.bytes.count < Self.pieceBytes {
            writer.element()
            write(&writer, position)
            position += 1
        }
        if position == count {
            writer.raw("]")
            writer.append(tail)
            isFinished = true
        }
        return writer.take()
    }

    /// The whole answer if it is one piece, otherwise all of them.
    var body: ResponseBody {
        consuming get {
            guard let first = next() else { return .bytes([]) }
            return isFinished ? .bytes(first) : .pieces(LeadingPiece(first: first, rest: self))
        }
    }

    /// A piece that was made already, and those behind it.
    private struct LeadingPiece: ResponsePieces {
        var first: [UInt8]?
        var rest: ElementPieces

        mutating func next() -> [UInt8]? {
            guard let first else { return rest.next() }
            self.first = nil
            return first
        }
    }
}
