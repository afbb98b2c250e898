/// A string, without its quotes and escapes.
///
/// Escapes can write bytes that are not UTF-8.
package struct StringLiteral: Sendable, Hashable {
    /// The bytes that the literal stands for.
    package var bytes: [UInt8]
    package var position: PositionRange

    package init(bytes: [UInt8], position: PositionRange) {
        self.bytes = bytes
        self.position = position
    }

    /// The text, with replacement characters for what is not UTF-8.
    package var value: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether it can name a label.
    package var isLabelName: Bool { !bytes.isEmpty && isUTF8 }

    package var isUTF8: Bool { String(validating: bytes, as: UTF8.self) != nil }
}
