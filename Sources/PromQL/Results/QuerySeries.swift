package import PrometheusModel
import Storage

/// One series of a result: its labels and its samples as columns, ascending in time; floats and native histograms apart.
package struct QuerySeries: Sendable, Hashable {
    package var labels: Labels
    /// Milliseconds since the Unix epoch.
    package var timestamps: [Int64]
    package var values: [Double]
    /// The times of the native histograms, in milliseconds since the Unix epoch.
    package var histogramTimestamps: [Int64] = []
    package var histograms: [FloatHistogram] = []

    package init(labels: Labels, timestamps: [Int64] = [], values: [Double] = []) {
        self.labels = labels
        self.timestamps = timestamps
        self.values = values
    }

    /// The samples of a range, floats and histograms apart.
    init(_ labels: Labels, _ samples: borrowing SampleColumns) {
        guard !samples.isFloatOnly else {
            self.init(labels: labels, timestamps: samples.timestamps, values: samples.values)
            return
        }
        let split = SplitSamples(samples)
        self.init(labels: labels, timestamps: split.floats.timestamps, values: split.floats.values)
        histogramTimestamps = split.histogramTimes
        histograms = split.histograms
    }

    package static func == (first: QuerySeries, second: QuerySeries) -> Bool {
        first.labels == second.labels && first.timestamps == second.timestamps
            && first.values.map(\.bitPattern) == second.values.map(\.bitPattern)
            && first.histogramTimestamps == second.histogramTimestamps && first.histograms == second.histograms
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(labels)
        hasher.combine(timestamps)
    }
}
