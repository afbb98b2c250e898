import PrometheusModel

/// `anchored` or `smoothed` behind a range selector.
struct ExtendedRange: Sendable {
    let isSmoothed: Bool
    let lookback: Int64

    /// The word in the query.
    var name: String { isSmoothed ? "smoothed" : "anchored" }

    func windows(_ windows: WindowGrid) -> ExtendedWindows {
        ExtendedWindows(windows: windows, isSmoothed: isSmoothed, lookback: lookback)
    }

    /// The samples in the first window, with one at each of its ends; none if no sample lies behind its start.
    func clipped(_ samples: SampleColumns, _ windows: WindowGrid) throws(PromQLError) -> SampleColumns {
        guard samples.isFloatOnly else {
            throw .execution("\(name) modifier is not supported with histograms")
        }
        let (times, column) = (samples.timestamps.span, samples.values.span)
        var result = SampleColumns()
        self.windows(windows).slide(over: times) { step, bounds in
            guard step == 0, let bounds else { return }
            result.append(bounds.start, ExtendedKernel.left(times, column, bounds, isSmoothed, isCounter: false))
            for i in bounds.first...bounds.last where times[i] > bounds.start && times[i] < bounds.end {
                result.append(times[i], column[i])
            }
            result.append(bounds.end, ExtendedKernel.right(times, column, bounds, isSmoothed, isCounter: false))
        }
        return result
    }
}
