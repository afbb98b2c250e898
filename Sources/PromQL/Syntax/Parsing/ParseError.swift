/// Why a text is not an expression, and where.
package struct ParseError: Error, Hashable, CustomStringConvertible {
    /// What is wrong, in upstream's words.
    package let message: String
    package let position: PositionRange
    /// `1:5` for line 1, byte column 5, or upstream's words for a position that the text does not have.
    package let place: String

    /// Makes an error; line and column are counted in `text`, which is what was parsed.
    package init(_ message: String, at position: PositionRange, in text: [UInt8]) {
        self.message = message
        self.position = position
        place = Self.place(of: position.start, in: text)
    }

    package var description: String { "\(place): parse error: \(message)" }

    private static func place(of offset: Int, in text: [UInt8]) -> String {
        guard !text.isEmpty else { return "unknown position" }
        guard offset >= 0, offset <= text.count else { return "invalid position" }
        var line = 1
        var lineStart = 0
        for (i, byte) in text[..<offset].enumerated() where byte == UInt8(ascii: "\n") {
            line += 1
            lineStart = i + 1
        }
        return "\(line):\(offset - lineStart + 1)"
    }
}
