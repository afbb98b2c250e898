/// The 64-bit xxHash with seed 0, where others have to come to the same number.
///
/// - Source: the specification of xxHash (Yann Collet, `doc/xxhash_spec.md`, version 0.2.0).
package enum XXHash64 {
    private static let primes: (UInt64, UInt64, UInt64, UInt64, UInt64) = (
        0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
        0x27D4_EB2F_1656_67C5
    )

    /// The hash of `bytes`.
    package static func hash(_ bytes: RawSpan) -> UInt64 {
        let count = bytes.byteCount
        var offset = 0
        var state = primes.4
        if count >= 32 {
            var lanes = (primes.0 &+ primes.1, primes.1, UInt64(0), 0 &- primes.0)
            while count - offset >= 32 {
                lanes.0 = round(lanes.0, word(bytes, offset))
                lanes.1 = round(lanes.1, word(bytes, offset + 8))
                lanes.2 = round(lanes.2, word(bytes, offset + 16))
                lanes.3 = round(lanes.3, word(bytes, offset + 24))
                offset += 32
            }
            state = rotate(lanes.0, 1) &+ rotate(lanes.1, 7) &+ rotate(lanes.2, 12) &+ rotate(lanes.3, 18)
            for lane in [lanes.0, lanes.1, lanes.2, lanes.3] {
                state = (state ^ round(0, lane)) &* primes.0 &+ primes.3
            }
        }
        state &+= UInt64(count)
        while count - offset >= 8 {
            state = rotate(state ^ round(0, word(bytes, offset)), 27) &* primes.0 &+ primes.3
            offset += 8
        }
        if count - offset >= 4 {
            let half = (0..<4).reduce(UInt64(0)) { $0 | byte(bytes, offset + $1) << UInt64(8 * $1) }
            state = rotate(state ^ (half &* primes.0), 23) &* primes.1 &+ primes.2
            offset += 4
        }
        while offset < count {
            state = rotate(state ^ (byte(bytes, offset) &* primes.4), 11) &* primes.0
            offset += 1
        }
        return avalanche(state)
    }

    private static func avalanche(_ hash: UInt64) -> UInt64 {
        var state = hash
        state = (state ^ state >> 33) &* primes.1
        state = (state ^ state >> 29) &* primes.2
        return state ^ state >> 32
    }

    private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
        rotate(lane &+ input &* primes.1, 31) &* primes.0
    }

    private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
        value << count | value >> (64 - count)
    }

    private static func byte(_ bytes: RawSpan, _ offset: Int) -> UInt64 {
        // Safe: the offset was compared with the count.
        UInt64(unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self))
    }

    private static func word(_ bytes: RawSpan, _ offset: Int) -> UInt64 {
        // Safe: at least eight bytes are left; an unaligned load needs no alignment.
        UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }
}
