/// A mean: the compensated sum divided by the count, or, once that sum is infinite, a running mean.
struct CompensatedMean {
    private var total = CompensatedSum()
    private var count = 0.0
    private var isIncremental = false

    mutating func add(_ value: Double) {
        count += 1
        // The first value is taken as it is, an infinite one too: there is no mean yet to go on from.
        if count == 1 {
            total = CompensatedSum(value)
            return
        }
        if !isIncremental {
            var next = total
            next.add(value)
            guard next.sum.isInfinite else {
                total = next
                return
            }
            isIncremental = true
            total.sum /= count - 1
            total.compensation /= count - 1
        }
        let share = (count - 1) / count
        var next = CompensatedSum(share * total.sum, compensation: share * total.compensation)
        next.add(value / count)
        total = next
    }

    /// Whether nothing was added yet.
    var isEmpty: Bool { count == 0 }

    var value: Double {
        isIncremental ? total.value : total.sum / count + total.compensation / count
    }
}
