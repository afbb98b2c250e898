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
    /// The difference over a window whose ends are samples or lie between two.
    case extends(ExtendedRange, ExtendedKernel.Difference)
    /// The difference of the last two samples, `perSecond` for counters.
    case lastTwo(perSecond: Bool)
    case sums
    case averages
    /// How many pairs of neighbours differ, from the sample before the window on if there is a range for that.
    case countsChanges(ExtendedRange?)
    case countsResets(ExtendedRange?)

    /// The rule of the function `name` over a range selector that may be `anchored` or `smoothed`.
    init(_ name: String, _ extended: ExtendedRange?) {
        switch name {
        case "rate", "increase", "delta":
            let (isCounter, isRate) = (name != "delta", name == "rate")
            if let extended {
                self = .extends(extended, ExtendedKernel.Difference(isCounter: isCounter, isRate: isRate))
            } else {
                self = .extrapolates(isCounter: isCounter, isRate: isRate)
            }
        case "irate": self = .lastTwo(perSecond: true)
        case "idelta": self = .lastTwo(perSecond: false)
        case "sum_over_time": self = .sums
        case "avg_over_time": self = .averages
        case "changes": self = .countsChanges(extended)
        case "resets": self = .countsResets(extended)
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
        usesStarts: Bool,
        _ floats: WindowFunction
    ) {
        switch self {
        case .alike: floats(samples, windows, &row)
        case .picks(let first): HistogramWindows.pick(samples, windows, &row, first: first)
        case .ignored:
            let split = HistogramWindows.floatsAlone(samples, windows, &row, floats)
            split.slide(windows) { _, low, high, hasFloats in
                if low < high, hasFloats { row.findings.insert(.ignoredBesideFloats) }
            }
        case .extrapolates(let isCounter, let isRate):
            let split = HistogramWindows.apart(samples, windows, &row, floats)
            HistogramExtrapolation(split, isCounter: isCounter, isRate: isRate, usesStarts: usesStarts)
                .evaluate(windows, &row)
        case .extends(let extended, let wanted):
            ExtendedHistograms.evaluate(samples, extended.windows(windows), wanted, &row)
        case .lastTwo(let perSecond):
            HistogramWindows.lastTwo(samples, windows, &row, perSecond: perSecond, usesStarts: usesStarts)
        case .sums: HistogramWindows.sums(HistogramWindows.apart(samples, windows, &row, floats), windows, &row)
        case .averages:
            HistogramWindows.averages(HistogramWindows.apart(samples, windows, &row, floats), windows, &row)
        case .countsChanges(let extended):
            HistogramEvents.write(HistogramEvents.changes(samples), samples, windows, extended, &row.values)
        case .countsResets(let extended):
            let events = HistogramEvents.resets(samples, usesStarts: usesStarts)
            HistogramEvents.write(events, samples, windows, extended, &row.values)
        }
    }
}
