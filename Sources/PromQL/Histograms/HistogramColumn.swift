import PrometheusModel

/// The native histograms of a row, at the steps that have one.
struct HistogramColumn: Sendable {
    /// Ascending.
    private(set) var steps: [Int32] = []
    private(set) var histograms: [FloatHistogram] = []

    @inline(__always)
    var isEmpty: Bool { steps.isEmpty }
    var count: Int { steps.count }

    /// How many samples of floats they count for.
    var weight: Int { histograms.reduce(0) { $0 + $1.sampleWeight } }

    /// Adds the histogram of a later step.
    mutating func append(_ step: Int, _ histogram: FloatHistogram) {
        steps.append(Int32(truncatingIfNeeded: step))
        histograms.append(histogram)
    }

    mutating func removeAll() {
        steps.removeAll(keepingCapacity: true)
        histograms.removeAll(keepingCapacity: true)
    }

    subscript(step: Int) -> FloatHistogram? {
        let at = position(of: step)
        return at < steps.count && Int(steps[at]) == step ? histograms[at] : nil
    }

    func contains(_ step: Int) -> Bool {
        let at = position(of: step)
        return at < steps.count && Int(steps[at]) == step
    }

    /// The position of the first step that is not before `step`.
    private func position(of step: Int) -> Int {
        var (low, high) = (0, steps.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(steps[middle]) < step { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Calls `body` with each histogram.
    func forEach(_ body: (_ step: Int, FloatHistogram) throws(PromQLError) -> Void) throws(PromQLError) {
        for i in steps.indices { try body(Int(steps[i]), histograms[i]) }
    }

    /// Keeps the histograms at steps that `isKept`.
    mutating func keep(where isKept: (_ step: Int) -> Bool) { change { isKept($0) ? $1 : nil } }

    /// Replaces each histogram; `nil` removes it.
    mutating func change(_ change: (_ step: Int, FloatHistogram) -> FloatHistogram?) {
        var changed = HistogramColumn()
        for i in steps.indices {
            if let histogram = change(Int(steps[i]), histograms[i]) { changed.append(Int(steps[i]), histogram) }
        }
        self = changed
    }

    /// Takes in the histograms of `other`, which has none at the same steps.
    mutating func merge(_ other: HistogramColumn) {
        guard !other.isEmpty else { return }
        guard !isEmpty else { return self = other }
        var merged = HistogramColumn()
        var mine = 0
        for i in other.steps.indices {
            while mine < count, steps[mine] < other.steps[i] {
                merged.append(Int(steps[mine]), histograms[mine])
                mine += 1
            }
            merged.append(Int(other.steps[i]), other.histograms[i])
        }
        while mine < count {
            merged.append(Int(steps[mine]), histograms[mine])
            mine += 1
        }
        self = merged
    }
}
