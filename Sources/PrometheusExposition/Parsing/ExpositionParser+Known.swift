package import PrometheusModel

extension ExpositionParser {
    /// Moves to the next entry if it is a sample of the series with this hash and length, written in the usual way;
    /// otherwise the parser stays where it is.
    ///
    /// The bytes of a known series were parsed once, so nothing in them needs to be looked at again. What is unusual
    /// (another blank than one space, more than 19 digits, an exemplar) is left to `next`, which is the judge of it.
    /// - Complexity: O(length); no allocation.
    @inlinable @_lifetime(self: copy self)
    package mutating func nextKnown(_ hash: UInt64, _ length: Int) -> Bool {
        let end = position &+ length
        // From here on every read is at or before the first newline at or after `end`, and there is one.
        guard length > 0, end < lastNewline, byte(unchecked: position) != UInt8(ascii: "#"),
            byte(unchecked: end) == UInt8(ascii: " "), hasher.hash(bytes, position, length) == hash
        else { return false }
        var at = end &+ 1
        guard readPlainNumber(&at) else { return false }
        let stop = byte(unchecked: at)
        hasTimestamp = stop != UInt8(ascii: "\n")
        if hasTimestamp {
            guard stop == UInt8(ascii: " "), format == .text, readPlainTimestamp(&at) else { return false }
        }
        hasExemplar = false
        series = position..<end
        position = at &+ 1
        return true
    }

    /// Skips a metadata line with this hash and length, if it comes next; `type` is what a `TYPE` line says.
    ///
    /// - Complexity: O(length); no allocation.
    @inlinable @_lifetime(self: copy self)
    package mutating func nextKnownMetadata(_ hash: UInt64, _ length: Int, type: MetricType?) -> Bool {
        let end = position &+ length
        guard length > 0, end <= lastNewline, byte(unchecked: position) == UInt8(ascii: "#"),
            byte(unchecked: end) == UInt8(ascii: "\n"), hasher.hash(bytes, position, length) == hash
        else { return false }
        if let type { currentType = type }
        position = end &+ 1
        return true
    }

    /// Reads digits with at most one point and an exponent into `value` if the result is exact.
    ///
    /// - Source: William D. Clinger, "How to Read Floating Point Numbers Accurately", 1990: a mantissa up to 2⁵³ and a
    ///   power of ten up to 10²² are both exact, so one rounding gives the nearest double.
    @inlinable @_lifetime(self: copy self)
    mutating func readPlainNumber(_ at: inout Int) -> Bool {
        let isNegative = byte(unchecked: at) == UInt8(ascii: "-")
        if isNegative { at &+= 1 }
        var mantissa: UInt64 = 0
        let start = at
        var digit = byte(unchecked: at) &- UInt8(ascii: "0")
        while digit < 10 {
            mantissa = mantissa &* 10 &+ UInt64(digit)
            at &+= 1
            digit = byte(unchecked: at) &- UInt8(ascii: "0")
        }
        var digitCount = at &- start
        var exponent = 0
        if digit == UInt8(ascii: ".") &- UInt8(ascii: "0") {
            at &+= 1
            let fractionStart = at
            digit = byte(unchecked: at) &- UInt8(ascii: "0")
            while digit < 10 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
                at &+= 1
                digit = byte(unchecked: at) &- UInt8(ascii: "0")
            }
            exponent = fractionStart &- at
            digitCount &-= exponent
        }
        guard digitCount > 0 else { return !isNegative && readWordNumber(&at) }
        // 19 digits always fit in 64 bits.
        guard digitCount <= 19 else { return false }
        if (digit &+ UInt8(ascii: "0")) | 0x20 == UInt8(ascii: "e") {
            at &+= 1
            guard let written = readPlainExponent(&at) else { return false }
            exponent &+= written
        }
        guard mantissa <= 1 &<< 53, exponent <= 22, exponent >= -22 else { return false }
        let magnitude = Double(mantissa)
        let scaled = exponent < 0 ? magnitude / powersOfTen[0 &- exponent] : magnitude * powersOfTen[exponent]
        value = isNegative ? -scaled : scaled
        return true
    }

    @inlinable
    func readPlainExponent(_ at: inout Int) -> Int? {
        let sign = byte(unchecked: at)
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { at &+= 1 }
        let start = at
        var exponent = 0
        var digit = byte(unchecked: at) &- UInt8(ascii: "0")
        while digit < 10 {
            exponent = exponent &* 10 &+ Int(digit)
            at &+= 1
            digit = byte(unchecked: at) &- UInt8(ascii: "0")
        }
        guard at > start, at &- start <= 4 else { return nil }
        return sign == UInt8(ascii: "-") ? 0 &- exponent : exponent
    }

    /// Reads `NaN` and `+Inf` as exposers write them.
    ///
    /// Each byte is only read if the one before was not a newline.
    @inlinable @_lifetime(self: copy self)
    mutating func readWordNumber(_ at: inout Int) -> Bool {
        switch byte(unchecked: at) {
        case UInt8(ascii: "N"):
            guard byte(unchecked: at &+ 1) == UInt8(ascii: "a"), byte(unchecked: at &+ 2) == UInt8(ascii: "N") else {
                return false
            }
            at &+= 3
            value = Double(bitPattern: 0x7FF8_0000_0000_0001)
        case UInt8(ascii: "+"):
            guard byte(unchecked: at &+ 1) == UInt8(ascii: "I"), byte(unchecked: at &+ 2) == UInt8(ascii: "n"),
                byte(unchecked: at &+ 3) == UInt8(ascii: "f")
            else { return false }
            at &+= 4
            value = .infinity
        default: return false
        }
        return true
    }

    /// Reads a blank, at most 18 digits and looks for the newline after them.
    @inlinable @_lifetime(self: copy self)
    mutating func readPlainTimestamp(_ at: inout Int) -> Bool {
        at &+= 1
        let start = at
        var milliseconds: Int64 = 0
        var digit = byte(unchecked: at) &- UInt8(ascii: "0")
        while digit < 10 {
            milliseconds = milliseconds &* 10 &+ Int64(digit)
            at &+= 1
            digit = byte(unchecked: at) &- UInt8(ascii: "0")
        }
        guard at > start, at &- start <= 18, byte(unchecked: at) == UInt8(ascii: "\n") else { return false }
        timestamp = milliseconds
        return true
    }

    @inlinable
    func byte(unchecked at: Int) -> UInt8 {
        assert(at >= 0 && at < bytes.byteCount, "a scan passed the last newline")
        // Safe: callers start before the last newline and do not step over a newline.
        return unsafe bytes.unsafeLoad(fromUncheckedByteOffset: at, as: UInt8.self)
    }
}
