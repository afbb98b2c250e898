/// Numbers in as few bits as a prefix of ones allows (tsdb-formats.md, section 3.3).
enum Varbit {
    /// The bits behind the prefix of `ones` ones.
    @inline(__always)
    static func width(_ ones: Int) -> Int {
        switch ones {
        case 0: 0
        case 1: 3
        case 2: 6
        case 3: 9
        case 4: 12
        case 5: 18
        case 6: 25
        case 7: 56
        default: 64
        }
    }

    /// The number of ones in the prefix of a signed number: `width` bits hold −(2^(width−1)−1) … 2^(width−1).
    @inline(__always)
    static func ones(_ value: Int64) -> Int {
        if value == 0 { return 0 }
        // 2^(width−1) is the largest number of its width, its negative is one too small.
        let magnitude = value > 0 ? UInt64(bitPattern: value) &- 1 : value.magnitude
        return switch 64 - magnitude.leadingZeroBitCount {
        case ...2: 1
        case ...5: 2
        case ...8: 3
        case ...11: 4
        case ...17: 5
        case ...24: 6
        case ...55: 7
        default: 8
        }
    }

    /// The number of ones in the prefix of an unsigned number.
    @inline(__always)
    static func ones(_ value: UInt64) -> Int {
        switch 64 - value.leadingZeroBitCount {
        case 0: 0
        case ...3: 1
        case ...6: 2
        case ...9: 3
        case ...12: 4
        case ...18: 5
        case ...25: 6
        case ...56: 7
        default: 8
        }
    }
}

extension BitWriter {
    /// Writes a signed number.
    @inline(__always)
    mutating func writeVarbit(_ value: Int64) { writeVarbit(UInt64(bitPattern: value), ones: Varbit.ones(value)) }

    /// Writes an unsigned number.
    @inline(__always)
    mutating func writeVarbit(_ value: UInt64) { writeVarbit(value, ones: Varbit.ones(value)) }

    @inline(__always)
    private mutating func writeVarbit(_ raw: UInt64, ones: Int) {
        if ones == 0 { return write(0, 1) }
        let width = Varbit.width(ones)
        guard width < 56 else {
            // A prefix of eight: 1111_1110 or 1111_1111.
            write(width == 56 ? 0xFE : 0xFF, 8)
            return write(width == 56 ? raw & (1 << 56 - 1) : raw, width)
        }
        let prefix = ((1 &<< UInt64(truncatingIfNeeded: ones)) &- 1) &<< 1
        let low = raw & ((1 &<< UInt64(truncatingIfNeeded: width)) &- 1)
        write(prefix &<< UInt64(truncatingIfNeeded: width) | low, ones &+ 1 &+ width)
    }
}

extension BitReader {
    /// Reads a signed number.
    @inline(__always) @_lifetime(self: copy self)
    mutating func readVarbit() -> Int64 {
        let width = readVarbitWidth()
        if width == 0 { return 0 }
        let raw = read(width)
        // The range is one wider upwards than downwards.
        if width < 64, raw > 1 &<< UInt64(truncatingIfNeeded: width &- 1) {
            return Int64(bitPattern: raw) &- (1 &<< Int64(width))
        }
        return Int64(bitPattern: raw)
    }

    /// Reads an unsigned number.
    @inline(__always) @_lifetime(self: copy self)
    mutating func readUnsignedVarbit() -> UInt64 { read(readVarbitWidth()) }

    @inline(__always) @_lifetime(self: copy self)
    private mutating func readVarbitWidth() -> Int {
        let bits = peek()
        if Int64(bitPattern: bits) >= 0 {
            skip(1)
            return 0
        }
        let ones = min((~bits).leadingZeroBitCount, 8)
        skip(min(ones &+ 1, 8))
        return Varbit.width(ones)
    }
}
