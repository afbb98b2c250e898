/// Whole seconds of today's length as text: ten digits, of which the first six are kept from time to time.
///
/// The times of a column mostly lie within a few hours of each other.
struct SecondsText {
    /// The last whole ten thousand seconds.
    private var head: UInt64 = 0
    /// Their six digits, the first one in the lowest byte.
    private var headDigits: UInt64 = 0

    /// Writes a point up to its value: `[`, the time, `,"`.
    @inline(__always)
    mutating func beginPoint(_ milliseconds: Int64, to span: inout OutputSpan<UInt8>) {
        let magnitude = milliseconds.magnitude
        let seconds = magnitude / 1000
        // From September 2001 to the year 2286.
        guard milliseconds > 0, seconds &* 1000 == magnitude, seconds &- 1_000_000_000 < 9_000_000_000,
            span.freeCapacity >= 16
        else { return JSONWriter.beginPoint(milliseconds, to: &span) }
        let head = seconds / 10_000
        if head != self.head { remember(head) }
        let rest = seconds &- head &* 10_000
        let pair = rest / 100
        let first = Self.pair(pair)
        let second = Self.pair(rest &- pair &* 100)
        let low = UInt64(UInt8(ascii: "[")) | headDigits &<< 8 | first &<< 56
        let high = first &>> 8 | second &<< 8 | UInt64(UInt8(ascii: ",")) &<< 24 | UInt64(UInt8(ascii: "\"")) &<< 32
        // Safe: there is room for 16 bytes; thirteen of them count.
        unsafe span.withUnsafeMutableBufferPointer { buffer, count in
            guard let base = buffer.baseAddress else { return }
            let target = unsafe UnsafeMutableRawPointer(base + count)
            unsafe target.storeBytes(of: low.littleEndian, as: UInt64.self)
            unsafe target.storeBytes(of: high.littleEndian, toByteOffset: 8, as: UInt64.self)
            count &+= 13
        }
    }

    private mutating func remember(_ head: UInt64) {
        self.head = head
        headDigits =
            Self.pair(head / 10_000) | Self.pair(head / 100 % 100) &<< 16 | Self.pair(head % 100) &<< 32
    }

    /// The two digits of a number below a hundred, the first one in the lower byte.
    @inline(__always)
    private static func pair(_ number: UInt64) -> UInt64 {
        let tens = (number &* 103) &>> 10
        return (tens | (number &- tens &* 10) &<< 8) | 0x3030
    }
}
