/// What stands in front of a field: its number and how its value is written.
@frozen
@usableFromInline
package struct WireTag: Hashable, Sendable {
    /// How a value is written.
    package enum WireType {
        package static let varint: UInt8 = 0
        package static let fixed64: UInt8 = 1
        package static let bytes: UInt8 = 2
        package static let groupStart: UInt8 = 3
        package static let groupEnd: UInt8 = 4
        package static let fixed32: UInt8 = 5
    }

    /// The field number shifted left by three, with the wire type in the low bits.
    @usableFromInline package let rawValue: UInt64

    @inlinable
    package init(rawValue: UInt64) { self.rawValue = rawValue }

    @inlinable
    package init(_ field: UInt64, _ wireType: UInt8) { rawValue = field << 3 | UInt64(wireType) }

    /// The number of the field.
    @inlinable package var field: UInt64 { rawValue >> 3 }

    /// How the value is written.
    @inlinable package var wireType: UInt8 { UInt8(truncatingIfNeeded: rawValue & 7) }
}
