package import PrometheusModel

/// One series of a result: its labels and its samples as two columns of the same length, ascending in time.
package struct QuerySeries: Sendable, Hashable {
    package var labels: Labels
    /// Milliseconds since the Unix epoch.
    package var timestamps: [Int64]
    package var values: [Double]

    package init(labels: Labels, timestamps: [Int64] = [], values: [Double] = []) {
        self.labels = labels
        self.timestamps = timestamps
        self.values = values
    }

    package static func == (first: QuerySeries, second: QuerySeries) -> Bool {
        first.labels == second.labels && first.timestamps == second.timestamps
            && first.values.map(\.bitPattern) == second.values.map(\.bitPattern)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(labels)
        hasher.combine(timestamps)
    }
}
