/// Reads the numbers of a histogram's buckets that `HistogramFieldEncoder` wrote.
struct HistogramFieldDecoder {
    private let isFloat: Bool
    private(set) var values: [Int64] = []
    private var deltas: [Int64] = []
    private var windows: [ValueWindow] = []

    init(isFloat: Bool) { self.isFloat = isFloat }

    /// Reads the numbers of the first sample.
    mutating func begin(count: Int, from bits: inout BitReader) {
        values.reserveCapacity(count)
        for _ in 0..<count {
            values.append(isFloat ? Int64(bitPattern: bits.read(64)) : bits.readVarbit())
        }
        if isFloat {
            windows = [ValueWindow](repeating: ValueWindow(), count: count)
        } else {
            deltas = [Int64](repeating: 0, count: count)
        }
    }

    /// Goes on after numbers of a first sample that were read in another way.
    mutating func resume(_ numbers: [Int64]) {
        values = numbers
        deltas = [Int64](repeating: 0, count: numbers.count)
    }

    /// Reads the numbers of a further sample; `false` if one has an impossible window.
    mutating func next(from bits: inout BitReader) -> Bool {
        guard isFloat else {
            for index in values.indices {
                deltas[index] &+= bits.readVarbit()
                values[index] &+= deltas[index]
            }
            return true
        }
        for index in values.indices {
            var raw = UInt64(bitPattern: values[index])
            guard bits.read(&raw, &windows[index]) else { return false }
            values[index] = Int64(bitPattern: raw)
        }
        return true
    }
}
