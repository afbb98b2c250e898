/// Where an XOR chunk that is being written stands: all that is needed to append the next sample without reading it.
///
/// The layout of the bits is in tsdb-formats.md, section 3.1. The state does not own the bytes: the caller encodes a
/// sample, makes room for its bits and writes them. `bitCount` and `sampleCount` then include that sample.
@frozen
@usableFromInline
package struct XORAppendState: BitwiseCopyable, Sendable, Hashable {
    /// The time of the newest sample, in milliseconds.
    @usableFromInline package var lastTimestamp: Int64 = 0
    /// The newest sample's time less the time of the one before it.
    @usableFromInline package var lastDelta: Int64 = 0
    /// The newest value's bits.
    @usableFromInline package var lastValueBits: UInt64 = 0
    /// The number of bits written, those of the header included.
    @usableFromInline package var bitCount: UInt32 = 0
    /// The number of samples written.
    @usableFromInline package var sampleCount: UInt16 = 0
    /// The leading zeros of the value window; `unsetWindow` while there is none.
    @usableFromInline package var leading: UInt8 = unsetWindow
    /// The trailing zeros of the value window.
    @usableFromInline package var trailing: UInt8 = 0

    /// The bytes of the header: the number of samples, most significant byte first.
    package static let headerBytes = 2
    /// The most bytes that a chunk of one sample can take: header, ten bytes of time, eight of value.
    package static let maxFirstSampleBytes = 20
    /// The most bytes that a further sample can take: 68 bits of time, 77 of value.
    package static let maxSampleBytes = 19
    /// The bytes behind the written ones that `write` reads and writes back unchanged.
    @usableFromInline package static let guardBytes = 9
    /// Marks in `leading` that no window was chosen yet.
    @usableFromInline package static let unsetWindow: UInt8 = 0xFF

    @inlinable package init() {}

    /// The number of bytes written, the last one perhaps in part.
    @inlinable package var byteCount: Int { (Int(bitCount) &+ 7) &>> 3 }

    /// Encodes a sample that is not the first one and moves the state past it.
    /// - Precondition: `timestamp` is newer than the newest sample.
    @inlinable @inline(__always)
    package mutating func encode(_ timestamp: Int64, _ valueBits: UInt64) -> XORSampleBits {
        var bits = XORSampleBits()
        let delta = timestamp &- lastTimestamp
        if sampleCount == 1 {
            Self.encodeSecondDelta(UInt64(bitPattern: delta), &bits)
        } else {
            Self.encodeDeltaOfDelta(delta &- lastDelta, &bits)
        }
        encodeValue(valueBits, &bits)
        lastTimestamp = timestamp
        lastDelta = delta
        lastValueBits = valueBits
        sampleCount &+= 1
        bitCount &+= UInt32(truncatingIfNeeded: bits.bitCount)
        return bits
    }

    @inlinable @inline(__always)
    static func encodeDeltaOfDelta(_ difference: Int64, _ bits: inout XORSampleBits) {
        if difference == 0 {
            bits.prefixCount = 1
            return
        }
        // 14, 17 and 20: the widths of the XOR chunk format, each one value further up than down.
        let raw = UInt64(bitPattern: difference)
        switch difference {
        case -8191...8192:
            bits.prefix = (0b10 &<< 14) | (raw & 0x3FFF)
            bits.prefixCount = 16
        case -65535...65536:
            bits.prefix = (0b110 &<< 17) | (raw & 0x1FFFF)
            bits.prefixCount = 20
        case -524_287...524_288:
            bits.prefix = (0b1110 &<< 20) | (raw & 0xFFFFF)
            bits.prefixCount = 24
        default:
            bits.prefix = 0b1111
            bits.prefixCount = 4
            bits.wide = raw
            bits.wideCount = 64
        }
    }

    /// The second sample's time is a varint: its bytes go to the prefix as far as they fit.
    @inlinable @inline(never)
    static func encodeSecondDelta(_ delta: UInt64, _ bits: inout XORSampleBits) {
        var rest = delta
        while true {
            let byte = rest < 0x80 ? rest : (rest & 0x7F) | 0x80
            if bits.prefixCount < 64 {
                bits.prefix = (bits.prefix &<< 8) | byte
                bits.prefixCount &+= 8
            } else {
                bits.wide = (bits.wide &<< 8) | byte
                bits.wideCount &+= 8
            }
            if rest < 0x80 { return }
            rest &>>= 7
        }
    }

    @inlinable @inline(__always)
    mutating func encodeValue(_ valueBits: UInt64, _ bits: inout XORSampleBits) {
        let difference = valueBits ^ lastValueBits
        var control: UInt64 = 0
        var controlCount = 1
        if difference != 0 {
            let newLeading = UInt8(truncatingIfNeeded: min(difference.leadingZeroBitCount, 31))
            let newTrailing = UInt8(truncatingIfNeeded: difference.trailingZeroBitCount)
            if leading != Self.unsetWindow, newLeading >= leading, newTrailing >= trailing {
                control = 0b10
                controlCount = 2
            } else {
                (leading, trailing) = (newLeading, newTrailing)
                let significantCount = 64 &- UInt64(newLeading) &- UInt64(newTrailing)
                control = 0b11 &<< 11 | UInt64(newLeading) &<< 6 | (significantCount & 0x3F)
                controlCount = 13
            }
            bits.significantCount = 64 &- Int(leading) &- Int(trailing)
            bits.significant = difference &>> UInt64(trailing)
        }
        if bits.wideCount == 0, bits.prefixCount &+ controlCount <= 64 {
            bits.prefix = bits.prefix &<< UInt64(truncatingIfNeeded: controlCount) | control
            bits.prefixCount &+= controlCount
        } else {
            bits.control = control
            bits.controlCount = controlCount
        }
    }
}
