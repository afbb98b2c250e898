internal import PrometheusBytes

/// ASCII literals that are compared without case: `(?i)get|post`.
///
/// Some characters beyond ASCII fold to ASCII letters (the Kelvin sign to `k`), so values with such bytes are left to
/// the regular expression.
package struct FoldedLiterals: Sendable {
    private let literals: [[UInt8]]
    private let expression: RegularExpression

    /// Takes literals in ASCII; `nil` if one is not.
    init?(_ literals: [[UInt8]], _ expression: RegularExpression) {
        guard literals.allSatisfy({ $0.allSatisfy { $0 < 0x80 } }) else { return nil }
        self.literals = literals.map { $0.map(Self.folded) }
        self.expression = expression
    }

    func matches(_ value: RawSpan) -> Bool {
        for offset in 0..<value.byteCount where value.byte(at: offset) >= 0x80 {
            return expression.matchesWhole(value)
        }
        return literals.contains { Self.isSame($0, value) }
    }

    private static func isSame(_ literal: [UInt8], _ value: RawSpan) -> Bool {
        guard literal.count == value.byteCount else { return false }
        for offset in literal.indices where literal[offset] != folded(value.byte(at: offset)) { return false }
        return true
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

extension RawSpan {
    fileprivate func byte(at offset: Int) -> UInt8 {
        // Safe: the caller's offset is within the span, and a byte needs no alignment.
        unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }
}
