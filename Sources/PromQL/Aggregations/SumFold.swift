/// `sum`.
struct SumFold: GroupFold {
    private var sums: [Double] = []
    private var compensations: [Double] = []
    private var histograms = HistogramCells(kind: .sum)
    /// For each group, whether it has a sum at each step.
    private var isComplete: [Bool] = []

    mutating func addGroup(steps: Int) {
        sums.append(contentsOf: repeatElement(.absent, count: steps))
        compensations.append(contentsOf: repeatElement(0, count: steps))
        isComplete.append(false)
    }

    mutating func fold(_ values: borrowing Span<Double>, at base: Int) {
        guard values.count > 0 else { return }
        let group = base / values.count
        let isWhole = values.hasNoAbsent
        if isWhole, isComplete[group] {
            Self.addWhole(values, at: base, &sums, &compensations)
        } else {
            Self.add(values, at: base, &sums, &compensations)
            if isWhole { isComplete[group] = true }
        }
    }

    /// Adds values to sums that are all there, without a branch.
    ///
    /// - Source: D. E. Knuth, The Art of Computer Programming, vol. 2, section 4.2.2, theorem C: the same rounding error as
    ///   `CompensatedSum` finds, without comparing the summands.
    private static func addWhole(
        _ values: borrowing Span<Double>,
        at base: Int,
        _ sumColumn: inout [Double],
        _ compensationColumn: inout [Double]
    ) {
        let count = values.count
        precondition(base >= 0 && base + count <= sumColumn.count && base + count <= compensationColumn.count)
        // Safe: the bounds were just checked.
        unsafe values.withUnsafeBufferPointer { values in
            unsafe sumColumn.withUnsafeMutableBufferPointer { sums in
                unsafe compensationColumn.withUnsafeMutableBufferPointer { compensations in
                    for step in 0..<count {
                        let (value, sum) = unsafe (values[step], sums[base &+ step])
                        let total = sum + value
                        let share = total - sum
                        let error = (sum - (total - share)) + (value - share)
                        let compensation = unsafe compensations[base &+ step] + error
                        unsafe sums[base &+ step] = total
                        unsafe compensations[base &+ step] = total.magnitude == .infinity ? 0 : compensation
                    }
                }
            }
        }
    }

    private static func add(
        _ values: borrowing Span<Double>,
        at base: Int,
        _ sumColumn: inout [Double],
        _ compensationColumn: inout [Double]
    ) {
        var sums = sumColumn.mutableSpan
        var compensations = compensationColumn.mutableSpan
        for step in 0..<values.count {
            let value = values[step]
            if value.isAbsent { continue }
            let sum = sums[base &+ step]
            if sum.isAbsent {
                sums[base &+ step] = value
                continue
            }
            var total = CompensatedSum(sum, compensation: compensations[base &+ step])
            total.add(value)
            sums[base &+ step] = total.sum
            compensations[base &+ step] = total.compensation
        }
    }

    static var ignoresHistograms: Bool { false }
    var hasHistograms: Bool { !histograms.isEmpty }

    mutating func fold(_ histograms: HistogramColumn, at base: Int) -> HistogramFindings {
        let sums = sums
        return self.histograms.fold(histograms, at: base) { !sums[$0].isAbsent }
    }

    func histogramResult(_ cell: Int) -> HistogramCell? { histograms[cell] }

    func result(_ cell: Int) -> Double { sums[cell].isAbsent ? .absent : sums[cell] + compensations[cell] }
}

extension Span<Double> {
    /// Whether there is a value at each step; without a branch for each.
    var hasNoAbsent: Bool {
        // Safe: indices are below the count.
        unsafe withUnsafeBufferPointer { values in
            let absent = Double.absent.bitPattern
            var found = 0
            for index in 0..<values.count { found |= unsafe values[index].bitPattern == absent ? 1 : 0 }
            return found == 0
        }
    }
}
