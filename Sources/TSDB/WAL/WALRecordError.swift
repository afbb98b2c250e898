/// Why the bytes of one record of the write-ahead log could not be decoded.
package enum WALRecordError: Error, Hashable, CustomStringConvertible {
    /// The bytes end inside an element.
    case truncated(kind: WALRecordKind, after: Int)
    /// A number is larger than its kind allows.
    case invalidNumber(kind: WALRecordKind, after: Int)
    /// The record is of another kind than the decoder.
    case unexpectedKind(WALRecordKind)

    package var description: String {
        switch self {
        case .truncated(let kind, let count): "decode error after \(count) \(kind): invalid size"
        case .invalidNumber(let kind, let count): "decode error after \(count) \(kind): invalid number"
        case .unexpectedKind(let kind): "invalid record type \(kind)"
        }
    }
}
