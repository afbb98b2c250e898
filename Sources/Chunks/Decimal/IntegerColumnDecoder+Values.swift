extension IntegerColumnDecoder {
    /// Appends the current number and those behind it over `power`, as many as there is to be of them.
    ///
    /// What is the same for all numbers of a column is decided once.
    @_lifetime(self: copy self)
    mutating func append(_ count: Int, over power: Double, to values: inout OutputSpan<Double>) {
        guard count > 0 else { return }
        values.append(Double(number) / power)
        if isConstant {
            let step = offset &* unit
            if step == 0 || keptMask == 0 {
                let value = Double(start &+ step) / power
                for _ in 1..<count { values.append(value) }
                number = count > 1 ? start &+ step : number
                return
            }
        }
        // A division takes as long as all the rest.
        if power == 1 {
            for _ in 1..<count {
                next()
                values.append(Double(number))
            }
        } else {
            for _ in 1..<count {
                next()
                values.append(Double(number) / power)
            }
        }
    }
}

extension IntegerColumnDecoder {
    /// Appends those of `count` numbers that lie in `window`, if each follows the one before at the same distance upwards.
    ///
    /// Returns which ones those are; `nil` if the column is another one, or reaches beyond the numbers there are.
    func appendEven(
        _ count: Int,
        in window: ClosedRange<Int64>,
        to numbers: inout OutputSpan<Int64>
    ) -> Range<Int>? {
        let (step, isTooLarge) = offset.multipliedReportingOverflow(by: unit)
        guard isConstant, keptMask == -1, step > 0, !isTooLarge else { return nil }
        let (length, isTooLong) = step.multipliedReportingOverflow(by: Int64(count - 1))
        let (last, isTooFar) = start.addingReportingOverflow(length)
        guard !isTooLong, !isTooFar, last < Int64.max / 2, start > Int64.min / 2 else { return nil }
        let lower = max(window.lowerBound, start)
        let upper = min(window.upperBound, last)
        guard lower <= upper else { return 0..<0 }
        let first = Int((lower &- start &+ step &- 1) / step)
        let end = Int((upper &- start) / step) + 1
        guard first < end else { return 0..<0 }
        var number = start &+ Int64(first) &* step
        for _ in first..<end {
            numbers.append(number)
            number &+= step
        }
        return first..<end
    }
}
