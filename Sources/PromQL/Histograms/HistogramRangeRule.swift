import PrometheusModel
import Storage

/// What a function of range vectors does with a series that has native histograms.
enum HistogramRangeRule: Sendable {
    /// It looks at neither values nor buckets: samples of both types count alike.
    case alike
    /// It picks the first or the last sample.
    case picks(first: Bool)
    /// It is for floats; histograms are left out.
    case ignored
    /// The difference over the window, extrapolated.
    case extrapolates(isCounter: Bool, isRate: Bool)
    /// The difference of the last two samples, `perSecond` for counters.
    case lastTwo(perSecond: Bool)
    case sums
    case averages
    case countsChanges
    case countsResets

    /// The rule of the function `name`.
    init(_ name: String) {
        switch name {
        case "rate": self = .extrapolates(isCounter: true, isRate: true)
        case "increase": self = .extrapolates(isCounter: true, isRate: false)
        case "delta": self = .extrapolates(isCounter: false, isRate: false)
        case "irate": self = .lastTwo(perSecond: true)
        case "idelta": self = .lastTwo(perSecond: false)
        case "sum_over_time": self = .sums
        case "avg_over_time": self = .averages
        case "changes": self = .countsChanges
        case "resets": self = .countsResets
        case "first_over_time": self = .picks(first: true)
        case "last_over_time": self = .picks(first: false)
        case "count_over_time", "present_over_time", "ts_of_first_over_time", "ts_of_last_over_time": self = .alike
        default: self = .ignored
        }
    }

    /// Applies the function to samples among which there are histograms; `floats` is the function of floats.
    func apply(
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ row: inout SeriesRow,
        _ floats: WindowFunction
    ) {
        switch self {
        case .alike: floats(samples, windows, &row)
        case .picks(let first): HistogramWindows.pick(samples, windows, &row, first: first)
        case .ignored:
            let split = SplitSamples(samples)
            floats(split.floats, windows, &row)
            split.slide(windows) { _, low, high, hasFloats in
                if low < high, hasFloats { row.findings.insert(.ignoredBesideFloats) }
            }
        case .extrapolates(let isCounter, let isRate):
            let split = HistogramWindows.apart(samples, windows, &row, floats)
            HistogramExtrapolation(split, isCounter: isCounter, isRate: isRate).evaluate(windows, &row)
        case .lastTwo(let perSecond): HistogramWindows.lastTwo(samples, windows, &row, perSecond: perSecond)
        case .sums:
            HistogramWindows.sums(HistogramWindows.apart(samples, windows, &row, floats), windows, &row)
        case .averages:
            HistogramWindows.averages(HistogramWindows.apart(samples, windows, &row, floats), windows, &row)
        case .countsChanges:
            HistogramWindows.count(samples, windows, &row.values) { previous, next in
                !next.isIdentical(to: previous)
            } floats: { previous, next in
                next != previous && !(next.isNaN && previous.isNaN)
            }
        case .countsResets:
            HistogramWindows.count(samples, windows, &row.values) { previous, next in
                next.isReset(after: previous)
            } floats: { previous, next in
                next < previous
            }
        }
    }
}
