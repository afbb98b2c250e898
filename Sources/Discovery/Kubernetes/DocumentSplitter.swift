/// Cuts a stream of JSON objects, one behind the other, into the objects.
struct DocumentSplitter {
    /// The most bytes of an object.
    private static let largest = 64 << 20

    private var pending: [UInt8] = []
    private var depth = 0
    private var isInText = false
    private var isEscaped = false

    /// Takes a piece of the stream and gives the objects that it completes.
    mutating func add(_ piece: [UInt8]) throws(ClusterError) -> [[UInt8]] {
        var documents: [[UInt8]] = []
        var start = 0
        for (index, byte) in piece.enumerated() {
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInText = true
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                guard depth <= 0 else { continue }
                guard depth == 0 else { throw .malformed("the watch sent something that is no object") }
                documents.append(pending + piece[start...index])
                pending = []
                start = index + 1
            default:
                guard depth > 0 || byte <= 0x20 else {
                    throw .malformed("the watch sent something that is no object")
                }
            }
        }
        pending += piece[start...]
        guard pending.count <= Self.largest else { throw .malformed("the watch sent an object that is too large") }
        return documents
    }
}
