internal import PrometheusBytes

extension ExpositionParser {
    static let newline: Int32 = 0x0A
    static let space: Int32 = 0x20
    static let tab: Int32 = 0x09
    static let quote: Int32 = 0x22
    static let backslash: Int32 = 0x5C

    /// The number of bytes, counting the newline that the text format adds behind the last one.
    var limit: Int { format == .text ? bytes.byteCount + 1 : bytes.byteCount }

    /// The byte at `at`, -1 behind the end.
    func byte(_ at: Int) -> Int32 {
        // Safe: the offset was just compared with the count.
        if at < bytes.byteCount { return Int32(unsafe bytes.unsafeLoad(fromUncheckedByteOffset: at, as: UInt8.self)) }
        return at == bytes.byteCount && format == .text ? Self.newline : -1
    }

    /// Skips blanks where the text format allows them; there are none in OpenMetrics.
    @_lifetime(self: copy self)
    mutating func skipBlanks() {
        guard format == .text else { return }
        while byte(position) == Self.space || byte(position) == Self.tab { position += 1 }
    }

    /// Starts a token here.
    ///
    /// At the end of the data the last token stays the current one.
    @_lifetime(self: copy self)
    mutating func startToken() -> Bool {
        guard position < limit else { return false }
        tokenStart = position
        return true
    }

    /// Skips `[a-zA-Z_:][a-zA-Z0-9_:]*`; `false` if there is none here.
    @_lifetime(self: copy self)
    mutating func skipName(colonAllowed: Bool) -> Bool {
        guard Self.isNameByte(byte(position), colonAllowed), !Self.isDigit(byte(position)) else { return false }
        repeat { position += 1 } while Self.isNameByte(byte(position), colonAllowed)
        return true
    }

    /// Skips a double-quoted string.
    ///
    /// On failure the position is the byte that cannot be part of one.
    @_lifetime(self: copy self)
    mutating func skipQuoted(newlineAllowed: Bool, nulAllowed: Bool = true) -> Bool {
        hasEscapes = false
        position += 1
        while position < limit {
            let next = byte(position)
            switch next {
            case Self.quote:
                position += 1
                return true
            case Self.backslash:
                hasEscapes = true
                position += 1
                if byte(position) == Self.newline || byte(position) < 0 { return false }
            case Self.newline where !newlineAllowed, 0 where !nulAllowed: return false
            default: break
            }
            position += 1
        }
        return false
    }

    /// Skips a name, bare or quoted, and returns where it lies.
    @_lifetime(self: copy self)
    mutating func skipMetadataName() -> ExposedPart? {
        let start = position
        if byte(position) == Self.quote {
            guard skipQuoted(newlineAllowed: true) else { return nil }
            return ExposedPart(range: (start + 1)..<(position - 1), hasEscapes: hasEscapes)
        }
        return skipName(colonAllowed: true) ? ExposedPart(range: start..<position) : nil
    }

    /// The bytes of `range` with `\\`, `\n` and, if `quotes`, `\"` undone; other backslashes stay.
    func unescaped(_ range: Range<Int>, quotes: Bool) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var at = range.lowerBound
        while at < range.upperBound {
            let next = byte(at)
            at += 1
            if next == Self.backslash, at < range.upperBound {
                switch byte(at) {
                case Self.backslash: result.append(UInt8(ascii: "\\"))
                case Int32(UInt8(ascii: "n")): result.append(UInt8(ascii: "\n"))
                case Self.quote where quotes: result.append(UInt8(ascii: "\""))
                default:
                    result.append(UInt8(ascii: "\\"))
                    result.append(UInt8(truncatingIfNeeded: byte(at)))
                }
                at += 1
            } else {
                result.append(UInt8(truncatingIfNeeded: next))
            }
        }
        return result
    }

    /// The bytes of `range`, which may reach past the end.
    func array(_ range: Range<Int>) -> [UInt8] {
        let end = min(range.upperBound, limit)
        return (min(range.lowerBound, end)..<end).map { UInt8(truncatingIfNeeded: byte($0)) }
    }

    /// Whether the bytes are UTF-8.
    func isUTF8(_ range: Range<Int>) -> Bool {
        var isASCII = true
        for at in range where byte(at) >= 0x80 {
            isASCII = false
            break
        }
        return isASCII || String(validating: array(range), as: UTF8.self) != nil
    }

    func unexpected(_ expected: String, _ token: ExpositionToken) -> ExpositionError {
        .unexpected(
            expected: expected,
            found: array(tokenStart..<(position + 1)),
            token: token.rawValue,
            line: array(entryStart..<(position + 1))
        )
    }

    static func isDigit(_ byte: Int32) -> Bool { byte >= 0x30 && byte <= 0x39 }

    static func isNameByte(_ byte: Int32, _ colonAllowed: Bool) -> Bool {
        let letter = byte | 0x20
        return (letter >= 0x61 && letter <= 0x7A) || byte == 0x5F || isDigit(byte) || (byte == 0x3A && colonAllowed)
    }
}
