/// Follows JavaScript as far as strings, comments and regular expressions go.
struct ScriptScanner: Hashable, Sendable {
    /// What the script is in the middle of.
    enum Place: Hashable, Sendable {
        case code
        case doubleQuoted
        case singleQuoted
        case backquoted
        case expression
        /// A class in brackets inside a regular expression.
        case expressionClass
        case lineComment
        case blockComment
    }

    private(set) var place = Place.code
    private var isEscaped = false
    private var previous: UInt8 = 0
    /// The last byte that is not white space.
    private var last: UInt8 = 0
    private var word: [UInt8] = []
    /// The last byte of code that is neither white space nor a slash.
    private var beforeSlash: UInt8 = 0

    /// Words behind which a slash begins a regular expression.
    private static let operators: Set<String> = [
        "break", "case", "continue", "delete", "do", "else", "finally", "in", "instanceof", "return", "throw", "try",
        "typeof", "void",
    ]

    /// Takes one byte of the script.
    mutating func advance(_ byte: UInt8) {
        defer { previous = byte }
        switch place {
        case .code: code(byte)
        case .doubleQuoted: string(byte, UInt8(ascii: "\""))
        case .singleQuoted: string(byte, UInt8(ascii: "'"))
        case .backquoted: string(byte, UInt8(ascii: "`"))
        case .lineComment: if byte == 0x0A || byte == 0x0D { place = .code }
        case .blockComment:
            if previous == UInt8(ascii: "*"), byte == UInt8(ascii: "/") { place = .code }
        case .expression, .expressionClass:
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "[") {
                place = .expressionClass
            } else if byte == UInt8(ascii: "]") {
                place = .expression
            } else if byte == UInt8(ascii: "/"), place == .expression {
                endLiteral()
            }
        }
    }

    /// Decides what a slash right before a value is.
    mutating func settle() {
        guard place == .code, last == UInt8(ascii: "/"), previous == last, beginsExpression else { return }
        place = .expression
    }

    /// Notes that a value was printed, behind which a slash divides.
    mutating func passValue() {
        guard place == .code else { return }
        endLiteral()
        previous = 0
    }

    /// Goes on with code behind a value.
    private mutating func endLiteral() {
        place = .code
        (last, beforeSlash, word) = (UInt8(ascii: ")"), UInt8(ascii: ")"), [])
    }

    private mutating func string(_ byte: UInt8, _ quote: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == quote {
            endLiteral()
        }
    }

    private mutating func code(_ byte: UInt8) {
        if last == UInt8(ascii: "/"), previous == last {
            // The slash before this byte begins a comment, an expression, or divides.
            if byte == UInt8(ascii: "/") { return place = .lineComment }
            if byte == UInt8(ascii: "*") { return place = .blockComment }
            if beginsExpression {
                place = byte == UInt8(ascii: "[") ? .expressionClass : .expression
                isEscaped = byte == UInt8(ascii: "\\")
                word = []
                return
            }
            (beforeSlash, word) = (last, [])
        }
        switch Character(Unicode.Scalar(byte)) {
        case "\"": place = .doubleQuoted
        case "'": place = .singleQuoted
        case "`": place = .backquoted
        case "/": return last = byte
        case " ", "\t", "\r", "\n": return
        case "a"..."z", "A"..."Z", "0"..."9", "_", "$":
            if TemplateLexer.isSpace(previous) { word = [] }
            word.append(byte)
        default: word = []
        }
        (last, beforeSlash) = (byte, byte)
    }

    private var beginsExpression: Bool {
        if !word.isEmpty { return Self.operators.contains(String(decoding: word, as: UTF8.self)) }
        return beforeSlash == 0 || "(,=:[!&|?{};~^<>+-*%".utf8.contains(beforeSlash)
    }
}
