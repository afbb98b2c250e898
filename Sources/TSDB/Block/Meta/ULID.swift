package import PrometheusModel

/// The name of a block: 48 bits of time in milliseconds, then 80 random bits.
///
/// As text it has 26 characters of Crockford's base 32, which sort like the numbers.
package struct ULID: Hashable, Sendable, Comparable {
    /// The time and the first 16 random bits.
    package let high: UInt64
    /// The other random bits.
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The name whose bits are all zero: the parent of blocks that were not made from blocks.
    package static let zero = ULID(high: 0, low: 0)

    /// A new name.
    package static func make(_ clock: WallClock) -> ULID {
        var random = SystemRandomNumberGenerator()
        return make(clock, using: &random)
    }

    /// A new name with random bits from `random`.
    package static func make(_ clock: WallClock, using random: inout some RandomNumberGenerator) -> ULID {
        let time = UInt64(clamping: clock.nowMilliseconds())
        return ULID(high: time &<< 16 | random.next() & 0xFFFF, low: random.next())
    }

    /// Parses 26 characters; `nil` if they are not a name, or one beyond 128 bits.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == Self.length else { return nil }
        var (high, low): (UInt64, UInt64) = (0, 0)
        for (position, byte) in bytes.enumerated() {
            guard let digit = Self.digit(byte), position > 0 || digit < 8 else { return nil }
            high = high &<< 5 | low &>> 59
            low = low &<< 5 | digit
        }
        self.init(high: high, low: low)
    }

    /// When the name was made, in milliseconds since the Unix epoch.
    package var milliseconds: Int64 { Int64(high &>> 16) }

    package static func < (first: ULID, second: ULID) -> Bool {
        (first.high, first.low) < (second.high, second.low)
    }

    private static let length = 26
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    private static func digit(_ byte: UInt8) -> UInt64? {
        let upper = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte & 0xDF : byte
        return alphabet.firstIndex(of: upper).map { UInt64($0) }
    }
}

extension ULID: CustomStringConvertible {
    package var description: String {
        var (high, low) = (high, low)
        var text = [UInt8](repeating: 0, count: Self.length)
        for position in text.indices.reversed() {
            text[position] = Self.alphabet[Int(low & 31)]
            low = low &>> 5 | high &<< 59
            high &>>= 5
        }
        return String(decoding: text, as: UTF8.self)
    }
}
