/// Floats as integers: each is a whole number over the same power of ten, exactly.
enum DecimalScale {
    /// Powers of ten that a float is exactly.
    static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]
    /// Whole numbers up to this one are exact.
    private static let largest = 9_007_199_254_740_992.0

    /// The integer that `value` is over 10^`exponent`; `nil` if it is none, bit for bit.
    @inline(__always)
    static func integer(_ value: Double, _ exponent: Int) -> Int64? {
        let scaled = (value * powers[exponent]).rounded()
        guard scaled.magnitude <= largest else { return nil }
        let integer = Int64(scaled)
        if (Double(integer) / powers[exponent]).bitPattern == value.bitPattern { return integer }
        // With sixteen digits the product may be rounded to the neighbour.
        guard scaled.magnitude > largest / 32 else { return nil }
        for near in [integer - 1, integer + 1]
        where (Double(near) / powers[exponent]).bitPattern == value.bitPattern { return near }
        return nil
    }

    /// The values as integers over one power of ten, the smallest that fits nearly all.
    ///
    /// What does not fit is an exception, and stands for the integer before it. `nil` if more than one in
    /// `valuesPerException` is one.
    static func integers(
        _ values: ArraySlice<Double>,
        valuesPerException: Int
    ) -> (exponent: Int, integers: [Int64], exceptions: [Int])? {
        let limit = values.count / valuesPerException
        guard let exponent = exponent(for: values, limit) else { return nil }
        var integers: [Int64] = []
        var exceptions: [Int] = []
        integers.reserveCapacity(values.count)
        for value in values {
            if let integer = integer(value, exponent) {
                integers.append(integer)
            } else {
                exceptions.append(integers.count)
                if exceptions.count > limit { return nil }
                integers.append(integers.last ?? 0)
            }
        }
        return (exponent, integers, exceptions)
    }

    /// The smallest exponent that all but `limit` of the values fit.
    private static func exponent(for values: ArraySlice<Double>, _ limit: Int) -> Int? {
        var fitting = [Int](repeating: 0, count: powers.count)
        var guess = 0
        for value in values {
            // A digit less than the value before mostly says that it needs all of its digits.
            if guess > 0, integer(value, guess) != nil, integer(value, guess - 1) == nil {
                fitting[guess] += 1
            } else if let smallest = powers.indices.first(where: { integer(value, $0) != nil }) {
                fitting[smallest] += 1
                guess = max(guess, smallest < 15 ? smallest : 0)
            }
        }
        var misses = values.count
        for exponent in powers.indices {
            misses -= fitting[exponent]
            if misses <= limit { return exponent }
        }
        return nil
    }
}
