import PrometheusModel
import Storage

/// `deriv` and `predict_linear`: least squares over a window.
enum RegressionKernel {
    static func slope(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        let times = samples.timestamps.span
        let column = samples.values.span
        var result = values.mutableSpan
        windows.slide(over: samples) { step, low, high in
            guard high &- low >= 2 else { return result[step] = .absent }
            result[step] = line(times, column, low, high, origin: times[low]).slope
        }
    }

    /// Predicts from the times of the steps, whatever the windows' offset.
    static func prediction(
        _ seconds: ScalarColumn,
        _ evaluationTimes: StepGrid,
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ values: inout [Double]
    ) {
        let times = samples.timestamps.span
        let column = samples.values.span
        var result = values.mutableSpan
        windows.slide(over: samples) { step, low, high in
            guard high &- low >= 2 else { return result[step] = .absent }
            let (slope, intercept) = line(times, column, low, high, origin: evaluationTimes[step])
            result[step] = slope * seconds[step] + intercept
        }
    }

    private static func line(
        _ times: borrowing Span<Int64>,
        _ column: borrowing Span<Double>,
        _ low: Int,
        _ high: Int,
        origin: Int64
    ) -> (slope: Double, intercept: Double) {
        let first = column[low]
        var isConstant = true
        var (sumX, sumY, sumXY, sumXX) = (CompensatedSum(), CompensatedSum(), CompensatedSum(), CompensatedSum())
        for i in low..<high {
            let y = column[i]
            if y != first { isConstant = false }
            let x = Double(times[i] &- origin) / 1000
            sumX.add(x)
            sumY.add(y)
            sumXY.add(x * y)
            sumXX.add(x * x)
        }
        if isConstant { return first.isInfinite ? (.nan, .nan) : (0, first) }
        let count = Double(high &- low)
        let covariance = sumXY.value - sumX.value * sumY.value / count
        let variance = sumXX.value - sumX.value * sumX.value / count
        let slope = covariance / variance
        return (slope, sumY.value / count - slope * sumX.value / count)
    }
}
