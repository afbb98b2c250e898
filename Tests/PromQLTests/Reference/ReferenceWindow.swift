@testable import PromQL

/// The samples of one window of a series, and the functions of range vectors, each as its definition says.
struct ReferenceWindow {
    typealias Sample = ReferenceSeries.Sample

    let samples: [Sample]
    /// Exclusive.
    let start: Int64
    let end: Int64
    let evaluationTime: Int64

    private var values: [Double] { samples.map(\.value) }
    private var pairs: [(previous: Sample, next: Sample)] { zip(samples, samples.dropFirst()).map { ($0, $1) } }

    /// The value of the function; `nil` if it has none here.
    func value(_ function: String, _ scalars: [Double]) throws -> Double? {
        guard let first = samples.first, let last = samples.last else { return nil }
        let numbers = values.filter { !$0.isNaN }
        switch function {
        case "rate":
            return (startedIncrease() ?? extrapolated(isCounter: true)).map { $0 / (Double(end - start) / 1000) }
        case "increase": return startedIncrease() ?? extrapolated(isCounter: true)
        case "delta": return extrapolated(isCounter: false)
        case "irate": return lastTwo { (Self.isReset($0, $1) ? $1.value : $1.value - $0.value) / seconds($0, $1) }
        case "idelta": return lastTwo { $1.value - $0.value }
        case "changes":
            return Double(pairs.count { $0.value != $1.value && !($0.value.isNaN && $1.value.isNaN) })
        case "resets": return Double(pairs.count { Self.isReset($0, $1) })
        case "deriv": return line(origin: first.time)?.slope
        case "predict_linear": return line(origin: evaluationTime).map { $0.slope * scalars[0] + $0.intercept }
        case "sum_over_time": return values.reduce(0, +)
        case "avg_over_time": return values.reduce(0, +) / Double(samples.count)
        case "count_over_time": return Double(samples.count)
        case "present_over_time": return 1
        case "ts_of_first_over_time": return Double(first.time) / 1000
        case "ts_of_last_over_time": return Double(last.time) / 1000
        case "ts_of_max_over_time": return latest(numbers.max())
        case "ts_of_min_over_time": return latest(numbers.min())
        case "first_over_time": return first.value
        case "last_over_time": return last.value
        case "min_over_time": return numbers.min() ?? .nan
        case "max_over_time": return numbers.max() ?? .nan
        case "stdvar_over_time": return ReferenceEvaluator.variance(values)
        case "stddev_over_time": return ReferenceEvaluator.variance(values).squareRoot()
        case "quantile_over_time": return ReferenceEvaluator.quantile(scalars[0], values)
        case "mad_over_time":
            if numbers.count < samples.count { return .nan }
            let median = ReferenceEvaluator.quantile(0.5, values)
            return ReferenceEvaluator.quantile(0.5, values.map { abs($0 - median) })
        case "double_exponential_smoothing": return smoothed(scalars[0], scalars[1])
        default: throw ReferenceError.unknown(function)
        }
    }

    /// Whether a counter began anew between two samples: it fell, or says so.
    static func isReset(_ previous: Sample, _ next: Sample) -> Bool {
        if next.value < previous.value { return true }
        guard next.start != 0, next.start < next.time, next.start >= previous.time else { return false }
        if next.start > previous.time { return true }
        return previous.start != 0 && previous.start < previous.time
    }

    /// The increase where the first sample's counter started in the window, from zero then; `nil` if it did not.
    private func startedIncrease() -> Double? {
        guard let first = samples.first, let last = samples.last else { return nil }
        guard first.start != 0, first.start > start, first.start < first.time else { return nil }
        var difference = last.value
        for (previous, next) in pairs where Self.isReset(previous, next) { difference += previous.value }
        let average = samples.count > 1 ? seconds(first, last) / Double(samples.count - 1) : 0
        var toEnd = Double(end - last.time) / 1000
        if toEnd >= average * 1.1 { toEnd = average / 2 }
        let span = Double(last.time - first.start) / 1000
        return difference * (span + toEnd) / span
    }

    private func seconds(_ from: Sample, _ to: Sample) -> Double { Double(to.time - from.time) / 1000 }

    /// The time of the last sample with a value; of the last one of all if they are all NaN.
    private func latest(_ value: Double?) -> Double? {
        samples.last { $0.value == value || value == nil }.map { Double($0.time) / 1000 }
    }

    private func lastTwo(_ difference: (Sample, Sample) -> Double) -> Double? {
        pairs.last.map { difference($0.previous, $0.next) }
    }

    private func extrapolated(isCounter: Bool) -> Double? {
        guard samples.count > 1, let first = samples.first, let last = samples.last else { return nil }
        var difference = last.value - first.value
        if isCounter {
            for (previous, next) in pairs where Self.isReset(previous, next) { difference += previous.value }
        }
        let average = seconds(first, last) / Double(samples.count - 1)
        var toStart = Double(first.time - start) / 1000
        var toEnd = Double(end - last.time) / 1000
        if toStart >= average * 1.1 { toStart = average / 2 }
        if toEnd >= average * 1.1 { toEnd = average / 2 }
        if isCounter, difference > 0, first.value >= 0 {
            toStart = min(toStart, seconds(first, last) * (first.value / difference))
        }
        return difference * (seconds(first, last) + toStart + toEnd) / seconds(first, last)
    }

    /// The line of least squares, with times in seconds from `origin`.
    private func line(origin: Int64) -> (slope: Double, intercept: Double)? {
        guard samples.count > 1 else { return nil }
        if let first = values.first, values.allSatisfy({ $0 == first }) {
            return first.isInfinite ? (.nan, .nan) : (0, first)
        }
        let times = samples.map { Double($0.time - origin) / 1000 }
        let count = Double(samples.count)
        guard values.allSatisfy(\.isFinite) else { return lineOfSums(times) }
        let (meanX, meanY) = (times.reduce(0, +) / count, values.reduce(0, +) / count)
        let covariance = zip(times, values).map { ($0 - meanX) * ($1 - meanY) }.reduce(0, +)
        let variance = times.map { ($0 - meanX) * ($0 - meanX) }.reduce(0, +)
        return (covariance / variance, meanY - covariance / variance * meanX)
    }

    /// The same line as upstream writes it, which says what infinities make of it.
    private func lineOfSums(_ times: [Double]) -> (slope: Double, intercept: Double) {
        let count = Double(samples.count)
        let (sumX, sumY) = (times.reduce(0, +), values.reduce(0, +))
        let covariance = zip(times, values).map(*).reduce(0, +) - sumX * sumY / count
        let slope = covariance / (times.map { $0 * $0 }.reduce(0, +) - sumX * sumX / count)
        return (slope, sumY / count - slope * sumX / count)
    }

    private func smoothed(_ smoothing: Double, _ trend: Double) -> Double? {
        guard samples.count > 1 else { return nil }
        var (level, slope) = (values[0], values[1] - values[0])
        for (index, value) in values.enumerated().dropFirst() {
            let next = smoothing * value + (1 - smoothing) * (level + slope)
            // The slope that a value changes counts from the value after it on.
            if index + 1 < values.count { slope = trend * (next - level) + (1 - trend) * slope }
            level = next
        }
        return level
    }
}
