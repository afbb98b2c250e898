import PrometheusModel
import Storage

/// The functions of range vectors that take nothing else.
enum RangeFunctions {
    /// Writes one value a window.
    typealias Kernel = @Sendable (borrowing SampleColumns, WindowGrid, inout [Double]) -> Void

    /// The kernel of the function `name`, `nil` if it is not one of these.
    static func kernel(_ name: String) -> Kernel? {
        switch name {
        case "rate": { ExtrapolationKernel.rate($0, $1, &$2) }
        case "increase": { ExtrapolationKernel.increase($0, $1, &$2) }
        case "delta": { ExtrapolationKernel.delta($0, $1, &$2) }
        case "irate": { LastTwoKernel.instantRate($0, $1, &$2) }
        case "idelta": { LastTwoKernel.instantDelta($0, $1, &$2) }
        case "deriv": { RegressionKernel.slope($0, $1, &$2) }
        case "changes": { ChangeKernel.changes($0, $1, &$2) }
        case "resets": { ChangeKernel.resets($0, $1, &$2) }
        default: overTime(name)
        }
    }

    /// The kernel of a function that looks at when counters started, where samples say so; `nil` if it is not one of these.
    static func startedKernel(_ name: String) -> WindowFunction? {
        guard let plain = kernel(name) else { return nil }
        let started: WindowFunction
        switch name {
        case "rate": started = { StartedCounterKernel.increase($0, $1, &$2, isRate: true) }
        case "increase": started = { StartedCounterKernel.increase($0, $1, &$2, isRate: false) }
        case "irate": started = { StartedCounterKernel.instantRate($0, $1, &$2) }
        case "resets": started = { ChangeKernel.write(StartedCounterKernel.resets($0), $0, $1, &$2.values) }
        default: return nil
        }
        return { (samples, windows, row) in
            if samples.startTimestamps.isEmpty {
                plain(samples, windows, &row.values)
            } else {
                started(samples, windows, &row)
            }
        }
    }

    /// The kernel of a function over an `anchored` or `smoothed` selector; `nil` if it takes none.
    static func extendedKernel(_ name: String, _ extended: ExtendedRange, _ usesStarts: Bool) -> Kernel? {
        let allowed = extended.isSmoothed ? ExtendedKernel.smoothedFunctions : ExtendedKernel.anchoredFunctions
        guard allowed.contains(name) else { return nil }
        switch name {
        case "changes":
            return {
                ExtendedKernel.events(ChangeKernel.changeCounts($0.values.span).span, $0, extended.windows($1), &$2)
            }
        case "resets":
            return { (samples, windows, values) in
                let counts =
                    usesStarts && !samples.startTimestamps.isEmpty
                    ? StartedCounterKernel.resets(samples) : ChangeKernel.resetCounts(samples.values.span)
                ExtendedKernel.events(counts.span, samples, extended.windows(windows), &values)
            }
        default:
            let wanted = ExtendedKernel.Difference(isCounter: name != "delta", isRate: name == "rate")
            return { ExtendedKernel.difference($0, extended.windows($1), wanted, &$2) }
        }
    }

    private static func overTime(_ name: String) -> Kernel? {
        switch name {
        case "avg_over_time": { WindowFoldKernel.mean($0, $1, &$2) }
        case "sum_over_time": { WindowFoldKernel.sum($0, $1, &$2) }
        case "stdvar_over_time": { WindowFoldKernel.variance($0, $1, &$2) }
        case "stddev_over_time": { WindowFoldKernel.deviation($0, $1, &$2) }
        case "mad_over_time": { WindowFoldKernel.medianDeviation($0, $1, &$2) }
        case "max_over_time": { ExtremeKernel.maximum($0, $1, &$2) }
        case "min_over_time": { ExtremeKernel.minimum($0, $1, &$2) }
        case "ts_of_max_over_time": { ExtremeKernel.maximumTime($0, $1, &$2) }
        case "ts_of_min_over_time": { ExtremeKernel.minimumTime($0, $1, &$2) }
        case "count_over_time": { WindowPickKernel.count($0, $1, &$2) }
        case "present_over_time": { WindowPickKernel.present($0, $1, &$2) }
        case "first_over_time": { WindowPickKernel.first($0, $1, &$2) }
        case "last_over_time": { WindowPickKernel.last($0, $1, &$2) }
        case "ts_of_first_over_time": { WindowPickKernel.firstTime($0, $1, &$2) }
        case "ts_of_last_over_time": { WindowPickKernel.lastTime($0, $1, &$2) }
        default: nil
        }
    }

    /// Whether the function keeps the metric's name.
    static func keepsName(_ name: String) -> Bool { name == "first_over_time" || name == "last_over_time" }

    /// Whether the function is meant for counters.
    static func isForCounters(_ name: String) -> Bool { name == "rate" || name == "increase" }
}
