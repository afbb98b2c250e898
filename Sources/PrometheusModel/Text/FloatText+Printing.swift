internal import CPrometheusFloat

extension FloatText {
    /// The most bytes that a number takes: in the fixed form, and in the others.
    package static let maximumFixedBytes = 352
    /// The most bytes that a number takes in any form but the fixed one.
    package static let maximumBytes = 32

    /// Appends the number in the given form.
    ///
    /// - Complexity: O(digits); no allocation beyond the growth of `bytes`. Whole numbers and numbers with few digits
    ///   behind the point take about 15 ns, others about 50.
    package static func append(_ value: Double, to bytes: inout [UInt8], _ form: Form) {
        bytes.append(addingCapacity: form == .fixed ? maximumFixedBytes : maximumBytes) { span in
            append(value, to: &span, form)
        }
    }

    /// Appends a whole number in decimal.
    package static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: 20) { span in append(value, to: &span) }
    }

    /// Appends a whole number in decimal.
    package static func append(_ value: Int64, to bytes: inout [UInt8]) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        append(value.magnitude, to: &bytes)
    }

    /// Appends the number to bytes with room for `maximumBytes`, in the fixed form for `maximumFixedBytes`.
    package static func append(_ value: Double, to bytes: inout OutputSpan<UInt8>, _ form: Form) {
        guard value.isFinite else {
            for byte in (value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf").utf8 { bytes.append(byte) }
            return
        }
        let magnitude = value.magnitude
        if value.sign == .minus { bytes.append(UInt8(ascii: "-")) }
        let positionalFrom: Double =
            switch form {
            case .fixed: 0
            case .json: 1e-6
            case .general: 1e-4
            case .scientific: .infinity
            }
        let positionalBelow: Double = form == .general ? 1e6 : 9_007_199_254_740_992
        if magnitude < positionalBelow, magnitude >= positionalFrom || magnitude == 0, form != .scientific {
            // Below 2⁵³, or not whole: a whole number of this size is exact.
            if magnitude < 9_007_199_254_740_992 {
                let whole = Int64(magnitude)
                if Double(whole) == magnitude { return append(UInt64(whole), to: &bytes) }
            }
            if appendFewDecimals(magnitude, to: &bytes) { return }
        }
        appendShortest(magnitude, to: &bytes, form)
    }

    /// Appends a whole number in decimal to bytes with room for twenty.
    package static func append(_ value: UInt64, to bytes: inout OutputSpan<UInt8>) {
        append(value, to: &bytes, leadingZerosTo: 1)
    }

    private static func append(_ value: UInt64, to bytes: inout OutputSpan<UInt8>, leadingZerosTo width: Int) {
        let length = max(width, digitCount(value))
        precondition(bytes.freeCapacity >= length, "there is no room for a number")
        // Safe: there is room for `length` bytes, which are all written.
        unsafe bytes.withUnsafeMutableBufferPointer { buffer, count in
            guard let base = buffer.baseAddress else { return }
            let digits = unsafe UnsafeMutableRawPointer(base + count)
            var (rest, end) = (value, length)
            // Two digits at a time, the second one in the higher byte.
            while end >= 2 {
                let next = rest / 100
                let pair = UInt16(truncatingIfNeeded: rest &- next &* 100)
                let tens = (pair &* 103) &>> 10
                end &-= 2
                unsafe digits.storeBytes(
                    of: ((tens | (pair &- tens &* 10) &<< 8) | 0x3030).littleEndian,
                    toByteOffset: end,
                    as: UInt16.self
                )
                rest = next
            }
            if end == 1 {
                unsafe digits.storeBytes(of: UInt8(ascii: "0") | UInt8(truncatingIfNeeded: rest), as: UInt8.self)
            }
            count &+= length
        }
    }

    /// The number of digits.
    private static func digitCount(_ value: UInt64) -> Int {
        var (rest, count) = (value, 1)
        while rest >= 10_000 {
            rest /= 10_000
            count &+= 4
        }
        return count &+ (rest < 100 ? (rest < 10 ? 0 : 1) : rest < 1000 ? 2 : 3)
    }

    /// Appends a number that has at most three digits behind the point; `false` if it has more.
    ///
    /// A decimal of at most 15 digits that reads back as the number is the only one that short, so it is the shortest.
    private static func appendFewDecimals(_ magnitude: Double, to bytes: inout OutputSpan<UInt8>) -> Bool {
        guard magnitude < 1e12 else { return false }
        // Rounded by truncating: cheaper than a call, and what is near a half is no such number anyway.
        let thousandths = UInt64(truncatingIfNeeded: Int64(magnitude * 1000 + 0.5))
        guard Double(thousandths) / 1000 == magnitude else { return false }
        let whole = thousandths / 1000
        append(whole, to: &bytes)
        let rest = UInt32(truncatingIfNeeded: thousandths &- whole &* 1000)
        let hundreds = rest / 100
        let two = rest &- hundreds &* 100
        let tens = (two &* 103) &>> 10
        let ones = two &- tens &* 10
        let digits = 0x3030_3000 | UInt32(UInt8(ascii: ".")) | hundreds &<< 8 | tens &<< 16 | ones &<< 24
        precondition(bytes.freeCapacity >= 4, "there is no room for a fraction")
        // Safe: there is room for four bytes, of which those count that are no zeros at the end.
        unsafe bytes.withUnsafeMutableBufferPointer { buffer, count in
            guard let base = buffer.baseAddress else { return }
            unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: digits.littleEndian, as: UInt32.self)
            count &+= ones != 0 ? 4 : tens != 0 ? 3 : 2
        }
        return true
    }

    private static func appendShortest(_ magnitude: Double, to bytes: inout OutputSpan<UInt8>, _ form: Form) {
        // Where no form has an exponent nor zeros in the place of digits, the text is what is wanted.
        if magnitude < 100_000, magnitude >= 1e-4, form != .scientific { return appendFixed(magnitude, to: &bytes) }
        // Scientific form is 17 digits, a point, and an exponent of at most five bytes.
        var text = InlineArray<32, UInt8>(repeating: 0)
        var span = text.mutableSpan
        // Safe: the shim writes at most 32 bytes.
        let count = unsafe span.withUnsafeMutableBufferPointer {
            guard let base = $0.baseAddress else { return 0 }
            return Int(unsafe prometheus_float_print_scientific(magnitude, base, $0.count))
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
        if takesExponent(exponent, form) {
            appendScientific(digits, digitCount, exponent, to: &bytes)
        } else {
            appendPositional(digits, digitCount, exponent, to: &bytes)
        }
    }

    /// Appends the shortest digits in positional form, of which there are less than `maximumBytes`.
    private static func appendFixed(_ magnitude: Double, to bytes: inout OutputSpan<UInt8>) {
        precondition(bytes.freeCapacity >= maximumBytes - 1, "there is no room for a number")
        // Safe: the shim writes no more than there is room for: 17 digits, and at most six before them.
        unsafe bytes.withUnsafeMutableBufferPointer { buffer, count in
            guard let base = buffer.baseAddress else { return }
            count &+= Int(unsafe prometheus_float_print_fixed(magnitude, base + count, buffer.count - count))
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
        to bytes: inout OutputSpan<UInt8>
    ) {
        bytes.append(digits[0])
        if count > 1 { bytes.append(UInt8(ascii: ".")) }
        for at in 1..<max(count, 1) { bytes.append(digits[at]) }
        bytes.append(UInt8(ascii: "e"))
        bytes.append(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        append(UInt64(exponent.magnitude), to: &bytes, leadingZerosTo: 2)
    }

    private static func appendPositional(
        _ digits: InlineArray<20, UInt8>,
        _ count: Int,
        _ exponent: Int,
        to bytes: inout OutputSpan<UInt8>
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
