internal import PrometheusModel

/// Cuts a query into tokens, one at a time.
///
/// What a character means depends on where it stands: inside braces there are labels, inside brackets durations. After
/// the first token that it cannot read, a lexer gives `failure` and then nothing more.
struct Lexer {
    /// Where the lexer is between brackets.
    enum Bracket {
        case none
        /// No number was read yet since the opening bracket.
        case beforeNumber
        case afterNumber
    }

    let bytes: [UInt8]
    var offset = 0
    /// Where the token that is being read began.
    var start = 0
    var parenthesisDepth = 0
    var isInBraces = false
    var bracket = Bracket.none
    /// Whether the colon of a subquery was read since the opening bracket.
    var sawColon = false
    /// Why the text cannot go on, once a token is `failure`.
    var failure = ""
    private var hasFailed = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next token; `end` for ever at the end.
    mutating func next() -> Token {
        skipSpaceAndComments()
        start = offset
        guard !hasFailed else { return token(.end) }
        let kind = isInBraces ? nextInBraces() : bracket == .none ? nextOutside() : nextInBrackets()
        return token(kind)
    }

    /// The byte `distance` bytes ahead, `nil` at the end.
    func peek(_ distance: Int = 0) -> UInt8? {
        offset + distance < bytes.count ? bytes[offset + distance] : nil
    }

    /// Takes the next byte if it is `byte`.
    mutating func accept(_ byte: Character) -> Bool {
        guard peek() == byte.asciiValue else { return false }
        offset += 1
        return true
    }

    /// Remembers why the text cannot go on.
    mutating func fail(_ message: String) -> TokenKind {
        if !hasFailed { failure = message }
        hasFailed = true
        return .failure
    }

    /// The character at the offset as Go quotes it in messages; moves past it.
    mutating func takeQuotedCharacter() -> String {
        guard let (scalar, length) = scalar(at: offset) else {
            offset += peek() == nil ? 0 : 1
            return "'\u{FFFD}'"
        }
        offset += length
        if scalar == "'" { return "'\\''" }
        if scalar == "\"" { return "'\"'" }
        return "'" + String(Character(scalar)).quoted.dropFirst().dropLast() + "'"
    }

    /// The Unicode scalar at `position` and its length in bytes; `nil` at the end and where the text is not UTF-8.
    func scalar(at position: Int) -> (Unicode.Scalar, Int)? {
        var decoder = UTF8()
        var iterator = bytes[min(position, bytes.count)...].prefix(4).makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
        return (scalar, UTF8.width(scalar))
    }

    private func token(_ kind: TokenKind) -> Token {
        Token(kind: kind, position: PositionRange(start: start, end: kind == .failure ? start : offset))
    }

    private mutating func skipSpaceAndComments() {
        while let byte = peek() {
            if isSpace(byte) {
                offset += 1
            } else if byte == UInt8(ascii: "#"), bracket != .beforeNumber {
                while let byte = peek(), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") { offset += 1 }
            } else {
                return
            }
        }
    }

    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0 &- UInt8(ascii: "0") < 10 } ?? false }
    func isLetter(_ byte: UInt8?) -> Bool {
        byte.map { ($0 | 0x20) &- UInt8(ascii: "a") < 26 || $0 == UInt8(ascii: "_") } ?? false
    }
    func isWord(_ byte: UInt8?) -> Bool { isLetter(byte) || isDigit(byte) }
}
