/// Writes the numbers of a histogram's buckets, each after the one of the same bucket in the sample before.
///
/// What a bucket needs besides its last number: of integers the difference to the one before, of floats the window.
struct HistogramFieldEncoder: Sendable {
    private let isFloat: Bool
    private(set) var values: [Int64] = []
    private var states: [Int64] = []

    init(isFloat: Bool) { self.isFloat = isFloat }

    /// Writes the numbers of the first sample.
    mutating func begin(_ numbers: [Int64], into bits: inout BitWriter) {
        values = numbers
        states = [Int64](repeating: isFloat ? Self.packed(ValueWindow()) : 0, count: numbers.count)
        for number in numbers {
            if isFloat { bits.write(UInt64(bitPattern: number), 64) } else { bits.writeVarbit(number) }
        }
    }

    /// Goes on after numbers of a first sample that were written in another way.
    mutating func resume(_ numbers: [Int64]) {
        values = numbers
        states = [Int64](repeating: 0, count: numbers.count)
    }

    /// Writes the numbers of a further sample.
    mutating func append(_ numbers: [Int64], into bits: inout BitWriter) {
        precondition(numbers.count == values.count, "a histogram has other buckets than its chunk")
        for index in numbers.indices {
            if isFloat {
                var window = Self.window(states[index])
                bits.write(UInt64(bitPattern: numbers[index]), after: UInt64(bitPattern: values[index]), &window)
                states[index] = Self.packed(window)
            } else {
                let delta = numbers[index] &- values[index]
                bits.writeVarbit(delta &- states[index])
                states[index] = delta
            }
        }
        values = numbers
    }

    private static func packed(_ window: ValueWindow) -> Int64 { Int64(window.leading) << 8 | Int64(window.trailing) }

    private static func window(_ packed: Int64) -> ValueWindow {
        ValueWindow(
            leading: UInt8(truncatingIfNeeded: packed >> 8),
            trailing: UInt8(truncatingIfNeeded: packed)
        )
    }
}
