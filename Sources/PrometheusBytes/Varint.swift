extension [UInt8] {
    /// Appends an unsigned LEB128 number: seven bits a byte, low group first.
    @inlinable
    package mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest &>>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends a signed number as zigzag LEB128.
    @inlinable
    package mutating func appendZigzagVarint(_ value: Int64) {
        appendVarint(UInt64(bitPattern: (value &<< 1) ^ (value &>> 63)))
    }

    /// Appends a fixed-width number, most significant byte first.
    @inlinable
    package mutating func appendBigEndian<Number: FixedWidthInteger>(_ value: Number) {
        var shift = Number.bitWidth - 8
        while shift >= 0 {
            append(UInt8(truncatingIfNeeded: value &>> Number(truncatingIfNeeded: shift)))
            shift -= 8
        }
    }
}
