import PrometheusModel
import Storage

/// Functions that look at every sample of a window.
enum WindowFoldKernel {
    static func sum(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        var sliding = SlidingSum()
        let slides = windows.overlapWidely
        apply(samples, windows, &values) { column, low, high in
            if slides, let sum = sliding.move(over: column, to: low, high) { return sum.value }
            var sum = CompensatedSum()
            for i in low..<high { sum.add(column[i]) }
            return sum.sum.isInfinite ? sum.sum : sum.value
        }
    }

    static func mean(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        var sliding = SlidingSum()
        let slides = windows.overlapWidely
        apply(samples, windows, &values) { column, low, high in
            if slides, let sum = sliding.move(over: column, to: low, high) {
                let count = Double(high &- low)
                return sum.sum / count + sum.compensation / count
            }
            var mean = CompensatedMean()
            for i in low..<high { mean.add(column[i]) }
            return mean.value
        }
    }

    static func variance(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values) { column, low, high in variance(column, low, high) }
    }

    static func deviation(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values) { column, low, high in variance(column, low, high).squareRoot() }
    }

    /// - Source: B. P. Welford, Note on a Method for Calculating Corrected Sums of Squares and Products, 1962.
    private static func variance(_ column: borrowing Span<Double>, _ low: Int, _ high: Int) -> Double {
        var count = 0.0
        var mean = CompensatedSum()
        var squares = CompensatedSum()
        for i in low..<high {
            let value = column[i]
            count += 1
            let difference = value - mean.value
            mean.add(difference / count)
            squares.add(difference * (value - mean.value))
        }
        return squares.value / count
    }

    /// `median` of the distances from the median.
    static func medianDeviation(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        var sorted: [Double] = []
        apply(samples, windows, &values) { column, low, high in
            sorted.removeAll(keepingCapacity: true)
            for i in low..<high { sorted.append(column[i]) }
            if sorted.contains(where: \.isNaN) { return .nan }
            let median = Quantile.of(&sorted, 0.5)
            for i in sorted.indices { sorted[i] = abs(sorted[i] - median) }
            return Quantile.of(&sorted, 0.5)
        }
    }

    static func quantile(
        _ quantiles: ScalarColumn,
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ values: inout [Double]
    ) {
        let column = samples.values.span
        var ordered = OrderedWindow()
        var result = values.mutableSpan
        windows.slide(over: samples) { step, low, high in
            guard low < high else { return result[step] = .absent }
            ordered.move(over: column, to: low, high)
            result[step] = Quantile.ofSorted(ordered.values.span, quantiles[step])
        }
    }

    static func smoothing(
        _ smoothingFactors: ScalarColumn,
        _ trendFactors: ScalarColumn,
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ values: inout [Double]
    ) {
        let column = samples.values.span
        var result = values.mutableSpan
        windows.slide(over: samples) { step, low, high in
            guard high &- low >= 2 else { return result[step] = .absent }
            let (smoothing, trend) = (smoothingFactors[step], trendFactors[step])
            var previous = 0.0
            var current = column[low]
            var slope = column[low &+ 1] - column[low]
            for i in (low &+ 1)..<high {
                if i > low &+ 1 { slope = trend * (current - previous) + (1 - trend) * slope }
                let next = smoothing * column[i] + (1 - smoothing) * (current + slope)
                previous = current
                current = next
            }
            result[step] = current
        }
    }

    @inline(__always)
    private static func apply(
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ values: inout [Double],
        _ fold: (borrowing Span<Double>, _ low: Int, _ high: Int) -> Double
    ) {
        let column = samples.values.span
        var result = values.mutableSpan
        windows.slide(over: samples) { step, low, high in
            result[step] = low == high ? .absent : fold(column, low, high)
        }
    }
}
