internal import CPrometheusFloat

extension FloatText {
    /// Appends the number in the given form.
    /// - Complexity: O(digits); no allocation beyond the growth of `bytes`. Integers below 2⁵³ take about 15 ns.
    package static func append(_ value: Double, to bytes: inout [UInt8], _ form: Form) {
        guard value.isFinite else {
            bytes.append(contentsOf: (value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf").utf8)
            return
        }
        let magnitude = value.magnitude
        let integersAreFixedBelow: Double =
            switch form {
            case .general: 1e6
            case .scientific: 0
            case .fixed, .json: 9_007_199_254_740_992
            }
        if magnitude < integersAreFixedBelow, magnitude == magnitude.rounded(.towardZero) {
            if value.sign == .minus { bytes.append(UInt8(ascii: "-")) }
            append(UInt64(magnitude), to: &bytes)
            return
        }
        appendShortest(value, to: &bytes, form)
    }

    /// Appends a whole number in decimal.
    package static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        // Twenty digits hold the largest 64-bit number.
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var rest = value
        var first = 20
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        for at in first..<20 { bytes.append(digits[at]) }
    }

    /// Appends a whole number in decimal.
    package static func append(_ value: Int64, to bytes: inout [UInt8]) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        append(value.magnitude, to: &bytes)
    }

    private static func appendShortest(_ value: Double, to bytes: inout [UInt8], _ form: Form) {
        // Scientific form is a sign, 17 digits, a point, and an exponent of at most five bytes.
        var text = InlineArray<32, UInt8>(repeating: 0)
        var span = text.mutableSpan
        // Safe: the shim writes at most 32 bytes.
        let count = unsafe span.withUnsafeMutableBufferPointer {
            guard let base = $0.baseAddress else { return 0 }
            return Int(unsafe prometheus_float_print_scientific(value.magnitude, base, $0.count))
        }
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var digitCount = 0
        var at = 0
        while at < count, text[at] != UInt8(ascii: "e") {
            if text[at] != UInt8(ascii: "."), digitCount < 20 {
                digits[digitCount] = text[at]
                digitCount += 1
            }
            at += 1
        }
        assert(at < count && digitCount > 0, "a scientific number has digits and an exponent")
        var exponent = 0
        for index in (at + 2)..<count { exponent = exponent * 10 + Int(text[index] - UInt8(ascii: "0")) }
        if text[at + 1] == UInt8(ascii: "-") { exponent.negate() }
        while digitCount > 1, digits[digitCount - 1] == UInt8(ascii: "0") { digitCount -= 1 }
        if value.sign == .minus { bytes.append(UInt8(ascii: "-")) }
        if takesExponent(exponent, form) {
            appendScientific(digits, digitCount, exponent, to: &bytes)
        } else {
            appendPositional(digits, digitCount, exponent, to: &bytes)
        }
    }

    private static func takesExponent(_ exponent: Int, _ form: Form) -> Bool {
        switch form {
        case .fixed: false
        case .general: exponent < -4 || exponent >= 6
        case .json: exponent < -6 || exponent >= 21
        case .scientific: true
        }
    }

    private static func appendScientific(
        _ digits: InlineArray<20, UInt8>,
        _ count: Int,
        _ exponent: Int,
        to bytes: inout [UInt8]
    ) {
        bytes.append(digits[0])
        if count > 1 { bytes.append(UInt8(ascii: ".")) }
        for at in 1..<max(count, 1) { bytes.append(digits[at]) }
        bytes.append(UInt8(ascii: "e"))
        bytes.append(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        if exponent.magnitude < 10 { bytes.append(UInt8(ascii: "0")) }
        append(UInt64(exponent.magnitude), to: &bytes)
    }

    private static func appendPositional(
        _ digits: InlineArray<20, UInt8>,
        _ count: Int,
        _ exponent: Int,
        to bytes: inout [UInt8]
    ) {
        let zero = UInt8(ascii: "0")
        if exponent < 0 {
            bytes.append(zero)
            bytes.append(UInt8(ascii: "."))
            for _ in 0..<(-exponent - 1) { bytes.append(zero) }
            for at in 0..<count { bytes.append(digits[at]) }
            return
        }
        for at in 0...max(exponent, count - 1) {
            if at == exponent + 1 { bytes.append(UInt8(ascii: ".")) }
            bytes.append(at < count ? digits[at] : zero)
        }
    }
}
