extension ExpositionParser {
    /// `0` to `9` and `:` as bits of a word, by their codes; a label's name has no colon.
    private static let digits: UInt64 = 0x03FF_0000_0000_0000
    private static let digitsAndColon: UInt64 = 0x07FF_0000_0000_0000
    /// Letters and the underscore as bits of a word, by their codes less 64.
    private static let letters: UInt64 = 0x07FF_FFFE_87FF_FFFE

    /// Reads a sample that is written as nearly all are: bare names, one blank, values without escapes, ASCII throughout.
    ///
    /// - Returns: `false` if it is not; then the parser stays where it is, and what reads everything is the judge of it.
    /// - Complexity: O(length); no allocation once there is room for the labels.
    @_lifetime(self: copy self)
    mutating func readPlainSample() -> Bool {
        let start = position
        // Every read from here on is at or before the next newline, and there is one.
        guard start < lastNewline else { return false }
        var at = start
        skipPlainName(&at, Self.digitsAndColon)
        guard at > start, byte(unchecked: start) > UInt8(ascii: ":") else { return false }
        beginSample()
        name = ExposedPart(range: start..<at)
        if byte(unchecked: at) == UInt8(ascii: "{") {
            at &+= 1
            guard readPlainLabels(&at) else { return false }
        }
        let end = at
        guard byte(unchecked: at) == UInt8(ascii: " ") else { return false }
        at &+= 1
        guard readPlainNumber(&at) else { return false }
        if byte(unchecked: at) != UInt8(ascii: "\n") {
            guard byte(unchecked: at) == UInt8(ascii: " "), format == .text, readPlainTimestamp(&at) else {
                return false
            }
            hasTimestamp = true
        }
        hasName = true
        hasBareNames = true
        series = start..<end
        position = at &+ 1
        return true
    }

    /// Reads labels up to the closing brace, at least one.
    @_lifetime(self: copy self)
    private mutating func readPlainLabels(_ at: inout Int) -> Bool {
        while true {
            let start = at
            skipPlainName(&at, Self.digits)
            // Only digits lie before the letters.
            guard at > start, byte(unchecked: start) > UInt8(ascii: "9"), byte(unchecked: at) == UInt8(ascii: "=")
            else { return false }
            let end = at
            at &+= 1
            guard byte(unchecked: at) == UInt8(ascii: "\"") else { return false }
            at &+= 1
            let valueStart = at
            guard skipPlainText(&at) else { return false }
            labels.append(
                ExposedLabel(name: ExposedPart(range: start..<end), value: ExposedPart(range: valueStart..<at))
            )
            at &+= 1
            let next = byte(unchecked: at)
            at &+= next == UInt8(ascii: "\n") ? 0 : 1
            if next == UInt8(ascii: "}") { return true }
            guard next == UInt8(ascii: ",") else { return false }
        }
    }

    @inline(__always)
    private func skipPlainName(_ at: inout Int, _ lowBits: UInt64) {
        while true {
            let next = byte(unchecked: at)
            let bits = next < 64 ? lowBits : Self.letters
            guard next < 128, bits &>> UInt64(next & 63) & 1 != 0 else { return }
            at &+= 1
        }
    }

    /// Skips ASCII up to a quote; `false` if anything else is in the way.
    @inline(__always)
    private func skipPlainText(_ at: inout Int) -> Bool {
        while at &+ 8 <= bytes.byteCount {
            // Safe: eight bytes from `at` on were just compared with the count.
            let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
            let stops =
                Self.zeros(word ^ 0x2222_2222_2222_2222) | Self.zeros(word ^ 0x5C5C_5C5C_5C5C_5C5C)
                | Self.zeros(word ^ 0x0A0A_0A0A_0A0A_0A0A) | word & 0x8080_8080_8080_8080
            if stops != 0 {
                // The lowest bit is right; those behind it may come from borrowing.
                at &+= stops.littleEndian.trailingZeroBitCount / 8
                return byte(unchecked: at) == UInt8(ascii: "\"")
            }
            at &+= 8
        }
        while true {
            let next = byte(unchecked: at)
            if next == UInt8(ascii: "\"") { return true }
            guard next < 128, next != UInt8(ascii: "\\"), next != UInt8(ascii: "\n") else { return false }
            at &+= 1
        }
    }

    /// The highest bit of each byte that is zero, and maybe of bytes behind one.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }
}
