#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// How a column of integers is written: which differences, in which unit, around which offset.
struct IntegerColumnPlan {
    /// What a number is compared with: the first of the column, or the one before.
    enum Order: UInt8 {
        case first = 0
        case previous = 1
    }

    var order = Order.previous
    /// Whether differences go both ways around the offset.
    var isTwoSided = false
    /// The largest number that all differences are multiples of.
    var unit: Int64 = 1
    /// What is taken from each difference, in units.
    var offset: Int64 = 0
    /// How often each bit length occurs.
    var frequencies = [Int](repeating: 0, count: TokenCode.tokenCount)
    var code = TokenCode(frequencies: [Int](repeating: 0, count: TokenCode.tokenCount))
    /// The bits that the column takes, about.
    var bitCount = Int.max

    /// The number that stands for a difference in units.
    @inline(__always)
    func mapped(_ difference: Int64) -> UInt64 {
        let rest = difference &- offset
        return isTwoSided ? UInt64(bitPattern: (rest &<< 1) ^ (rest &>> 63)) : UInt64(bitPattern: rest)
    }

    /// The shortest of some good ways to write `numbers`, of which there are two at least.
    static func shortest(_ numbers: [Int64]) -> IntegerColumnPlan {
        var best = IntegerColumnPlan()
        for order in [Order.previous, .first] {
            var plan = IntegerColumnPlan()
            plan.order = order
            let differences = plan.differences(numbers)
            plan.unit = commonDivisor(differences)
            let units = plan.unit > 1 ? differences.map { $0 / plan.unit } : differences
            let lowest = units.min() ?? 0
            // A column of many numbers that are all alike: nothing is cheaper.
            if plan.order == .previous, lowest == units.max() {
                plan.offset = lowest
                plan.count(units)
                return plan
            }
            for (offset, isTwoSided) in [(lowest, false), (middle(units), true), (0, true)] {
                plan.offset = offset
                plan.isTwoSided = isTwoSided
                plan.count(units)
                if plan.bitCount < best.bitCount { best = plan }
                if isTwoSided, offset == 0 { break }
            }
            // Where nothing changes, or always alike, there is nothing to choose.
            if best.frequencies[0] == units.count { break }
        }
        best.code = TokenCode(frequencies: best.frequencies)
        return best
    }

    /// The differences of all numbers but the first.
    func differences(_ numbers: [Int64]) -> [Int64] {
        switch order {
        case .previous: zip(numbers.dropFirst(), numbers).map { $0 &- $1 }
        case .first: numbers.dropFirst().map { $0 &- numbers[0] }
        }
    }

    private mutating func count(_ units: [Int64]) {
        for token in frequencies.indices { frequencies[token] = 0 }
        for unit in units { frequencies[64 &- mapped(unit).leadingZeroBitCount] += 1 }
        let isConstant = frequencies[0] == units.count
        bitCount = (isConstant ? 0 : estimatedBits) + 8 * ((70 - offset.magnitude.leadingZeroBitCount) / 7)
    }

    /// The bits that a good code for the tokens takes, with what follows them and its description.
    private var estimatedBits: Int {
        let total = Double(frequencies.reduce(0, +))
        var bits = 16.0
        for token in frequencies.indices where frequencies[token] > 0 {
            let count = Double(frequencies[token])
            // No code is shorter than a bit.
            bits += count * (max(1, log2(total / count)) + Double(max(0, token - 1))) + 4
        }
        return Int(bits)
    }

    /// About the median: that of a few of them.
    private static func middle(_ units: [Int64]) -> Int64 {
        let step = max(1, units.count / 48)
        var some: [Int64] = []
        for index in stride(from: 0, to: units.count, by: step) { some.append(units[index]) }
        some.sort()
        return some.isEmpty ? 0 : some[some.count / 2]
    }

    private static func commonDivisor(_ differences: [Int64]) -> Int64 {
        var divisor: UInt64 = 0
        for difference in differences {
            var rest = difference.magnitude
            if divisor == 0 {
                divisor = rest
                continue
            }
            while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
            if divisor == 1 { return 1 }
        }
        return divisor == 0 || divisor > UInt64(Int64.max) ? 1 : Int64(divisor)
    }
}
