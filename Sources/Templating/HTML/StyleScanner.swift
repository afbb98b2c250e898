/// Follows CSS as far as strings, comments and URLs go.
struct StyleScanner: Hashable, Sendable {
    /// What the style is in the middle of.
    enum Place: Hashable, Sendable {
        case code
        case doubleQuoted
        case singleQuoted
        case url
        case comment
    }

    private(set) var place = Place.code
    private(set) var url = URLPart.start
    private var isEscaped = false
    /// The last bytes of code, to find `url(` and the ends of comments.
    private var recent: [UInt8] = []

    /// Takes one byte of the style.
    mutating func advance(_ byte: UInt8) {
        recent.append(byte)
        if recent.count > 4 { recent.removeFirst() }
        switch place {
        case .code:
            if byte == UInt8(ascii: "\"") {
                place = .doubleQuoted
            } else if byte == UInt8(ascii: "'") {
                place = .singleQuoted
            } else if recent.suffix(2).elementsEqual("/*".utf8) {
                place = .comment
            } else if String(decoding: recent, as: UTF8.self).lowercased() == "url(" {
                (place, url) = (.url, .start)
            }
        case .comment: if recent.suffix(2).elementsEqual("*/".utf8) { place = .code }
        case .url: byte == UInt8(ascii: ")") ? place = .code : url.advance(byte)
        case .doubleQuoted, .singleQuoted:
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == (place == .doubleQuoted ? UInt8(ascii: "\"") : UInt8(ascii: "'")) {
                place = .code
            }
        }
    }
}
