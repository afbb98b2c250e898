/// Walks the labels of a packed label set.
///
/// `next` moves; `name` and `value` then say where the label's bytes lie in the packed array.
@frozen
@usableFromInline
package struct LabelCursor {
    @usableFromInline let packed: [UInt8]
    @usableFromInline var offset = 0
    /// Where the current label's name lies.
    @usableFromInline package var name: Range<Int> = 0..<0
    /// Where the current label's value lies.
    @usableFromInline package var value: Range<Int> = 0..<0

    @inlinable
    package init(_ packed: [UInt8]) { self.packed = packed }

    /// Whether the last label was passed.
    @inlinable package var isAtEnd: Bool { offset == packed.count }

    /// Moves to the next label; `false` at the end.
    @inlinable
    package mutating func next() -> Bool {
        guard offset < packed.count, let name = readRange(), let value = readRange() else { return false }
        self.name = name
        self.value = value
        return true
    }

    @inlinable
    mutating func readRange() -> Range<Int>? {
        var length = 0
        var shift = 0
        while offset < packed.count {
            let byte = packed[offset]
            offset &+= 1
            length |= Int(byte & 0x7F) &<< shift
            if byte < 0x80 {
                guard length <= packed.count &- offset else { return nil }
                defer { offset &+= length }
                return offset..<(offset &+ length)
            }
            shift += 7
            guard shift < 35 else { return nil }
        }
        return nil
    }
}
