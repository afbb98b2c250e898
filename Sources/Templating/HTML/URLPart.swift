/// How far a URL has come.
enum URLPart: Hashable, Sendable {
    /// Nothing of it is there; what comes decides on its scheme.
    case start
    case beforeQuery
    case queryOrFragment

    mutating func advance(_ byte: UInt8) {
        if byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") {
            self = .queryOrFragment
        } else if self == .start, !TemplateLexer.isSpace(byte) {
            self = .beforeQuery
        }
    }
}
