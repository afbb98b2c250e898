internal import CPrometheusFloat
internal import PrometheusBytes

extension FloatText {
    /// Parses all of `bytes` as Go's `strconv.ParseFloat` does; `nil` where Go reports an error.
    ///
    /// Decimal and hexadecimal numbers with an optional sign and exponent, single underscores between digits, `inf`,
    /// `infinity` and `nan` in any case.
    package static func parse(_ bytes: RawSpan) -> Double? {
        if let value = parsePlainDecimal(bytes) { return value }
        guard case .number(let value) = parseAny(bytes) else { return nil }
        return value
    }

    /// Parses all of `text` as Go's `strconv.ParseFloat` does.
    package static func parse(_ text: String) throws(FloatTextError) -> Double {
        switch text.withRawSpan({ parseAny($0) }) {
        case .number(let value): return value
        case .syntax: throw .invalidSyntax(text)
        case .range: throw .outOfRange(text)
        }
    }

    private enum Outcome {
        case number(Double)
        case syntax
        case range
    }

    /// The common case: at most 15 digits and a fraction, exact by one division by a power of ten.
    ///
    /// - Source: William D. Clinger, "How to Read Floating Point Numbers Accurately", 1990: a mantissa below 2⁵³ and a
    ///   power of ten up to 10²² are both exact, so one rounding gives the nearest double.
    private static func parsePlainDecimal(_ bytes: RawSpan) -> Double? {
        let count = bytes.byteCount
        guard count > 0, count <= 18 else { return nil }
        var offset = 0
        let isNegative = byte(bytes, 0) == UInt8(ascii: "-")
        if isNegative { offset = 1 }
        var mantissa: UInt64 = 0
        var digitCount = 0
        var fractionDigits = 0
        var hasPoint = false
        while offset < count {
            let next = byte(bytes, offset)
            let digit = next &- UInt8(ascii: "0")
            if digit < 10 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
                digitCount += 1
                if hasPoint { fractionDigits += 1 }
            } else if next == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else {
                return nil
            }
            offset += 1
        }
        guard digitCount > 0, digitCount <= 15 else { return nil }
        var value = Double(mantissa)
        if fractionDigits > 0 { value /= powersOfTen[fractionDigits] }
        return isNegative ? -value : value
    }

    private static let powersOfTen: InlineArray<16, Double> = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]

    private static func parseAny(_ bytes: RawSpan) -> Outcome {
        var digits: [UInt8] = []
        digits.reserveCapacity(bytes.byteCount)
        for offset in 0..<bytes.byteCount { digits.append(byte(bytes, offset)) }
        var isNegative = false
        if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            digits.removeFirst()
        }
        switch String(decoding: digits, as: UTF8.self).lowercased() {
        case "inf", "infinity": return .number(isNegative ? -Double.infinity : .infinity)
        case "nan": return .number(StaleMarker.normalNaN)
        default: break
        }
        let isHexadecimal = digits.count > 2 && digits[0] == UInt8(ascii: "0") && digits[1] | 0x20 == UInt8(ascii: "x")
        if digits.contains(UInt8(ascii: "_")) {
            guard underscoresAreBetweenDigits(digits, isHexadecimal) else { return .syntax }
            digits.removeAll { $0 == UInt8(ascii: "_") }
        }
        if isHexadecimal { digits.removeFirst(2) }
        guard isWellFormed(digits, isHexadecimal) else { return .syntax }
        return convert(digits, isHexadecimal, isNegative)
    }

    private static func convert(_ digits: [UInt8], _ isHexadecimal: Bool, _ isNegative: Bool) -> Outcome {
        var value = 0.0
        var outOfRange: Int32 = 0
        // Safe: the shim reads at most `count` bytes.
        let consumed = unsafe digits.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            return Int(
                isHexadecimal
                    ? unsafe prometheus_float_parse_hexadecimal(base, buffer.count, &value, &outOfRange)
                    : unsafe prometheus_float_parse(base, buffer.count, &value, &outOfRange)
            )
        }
        guard consumed == digits.count else { return .syntax }
        if outOfRange != 0, !value.isZero { return .range }
        return .number(isNegative ? -value : value)
    }

    /// Digits with at most one point, then an optional exponent with at least one digit; hexadecimal needs an exponent.
    private static func isWellFormed(_ digits: [UInt8], _ isHexadecimal: Bool) -> Bool {
        var offset = 0
        var digitCount = 0
        var hasPoint = false
        while offset < digits.count {
            let byte = digits[offset]
            if isDigit(byte, isHexadecimal) {
                digitCount += 1
            } else if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else {
                break
            }
            offset += 1
        }
        guard digitCount > 0 else { return false }
        if offset == digits.count { return !isHexadecimal }
        guard digits[offset] | 0x20 == (isHexadecimal ? UInt8(ascii: "p") : UInt8(ascii: "e")) else { return false }
        offset += 1
        if offset < digits.count, digits[offset] == UInt8(ascii: "+") || digits[offset] == UInt8(ascii: "-") {
            offset += 1
        }
        return offset < digits.count && digits[offset...].allSatisfy { isDigit($0, false) }
    }

    private static func underscoresAreBetweenDigits(_ digits: [UInt8], _ isHexadecimal: Bool) -> Bool {
        let underscore = UInt8(ascii: "_")
        for at in digits.indices where digits[at] == underscore {
            // The prefix 0x counts as a digit.
            let isAfterPrefix = isHexadecimal && at == 2
            guard at > 0, at + 1 < digits.count, isAfterPrefix || isDigit(digits[at - 1], isHexadecimal),
                isDigit(digits[at + 1], isHexadecimal)
            else { return false }
        }
        return true
    }

    private static func isDigit(_ byte: UInt8, _ isHexadecimal: Bool) -> Bool {
        let isDecimal = byte &- UInt8(ascii: "0") < 10
        return isDecimal || (isHexadecimal && (byte | 0x20) &- UInt8(ascii: "a") < 6)
    }

    private static func byte(_ bytes: RawSpan, _ offset: Int) -> UInt8 {
        // Safe: a byte at a checked offset; every bit pattern is a byte.
        unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }
}
