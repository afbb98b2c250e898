package import PrometheusModel

/// The elements of an instant vector as columns of the same length.
package struct QueryVector: Sendable, Hashable {
    /// The time of all elements, in milliseconds since the Unix epoch.
    package var timestamp: Int64
    package var labels: [Labels] = []
    /// The values; of a native histogram its sum.
    package var values: [Double] = []
    /// The elements that are native histograms, by position.
    package var histograms: [Int: FloatHistogram] = [:]

    package init(timestamp: Int64) { self.timestamp = timestamp }

    package var count: Int { labels.count }

    /// Adds an element.
    package mutating func append(_ labels: Labels, _ value: Double) {
        self.labels.append(labels)
        values.append(value)
    }

    /// Adds an element that is a native histogram.
    package mutating func append(_ labels: Labels, _ histogram: FloatHistogram) {
        histograms[count] = histogram
        append(labels, histogram.sum)
    }

    package static func == (first: QueryVector, second: QueryVector) -> Bool {
        first.timestamp == second.timestamp && first.labels == second.labels
            && first.values.map(\.bitPattern) == second.values.map(\.bitPattern)
            && first.histograms == second.histograms
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(timestamp)
        hasher.combine(labels)
    }
}
