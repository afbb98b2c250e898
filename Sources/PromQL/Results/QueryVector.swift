package import PrometheusModel

/// The elements of an instant vector as two columns of the same length.
package struct QueryVector: Sendable, Hashable {
    /// The time of all elements, in milliseconds since the Unix epoch.
    package var timestamp: Int64
    package var labels: [Labels] = []
    package var values: [Double] = []

    package init(timestamp: Int64) { self.timestamp = timestamp }

    package var count: Int { labels.count }

    /// Adds an element.
    package mutating func append(_ labels: Labels, _ value: Double) {
        self.labels.append(labels)
        values.append(value)
    }

    package static func == (first: QueryVector, second: QueryVector) -> Bool {
        first.timestamp == second.timestamp && first.labels == second.labels
            && first.values.map(\.bitPattern) == second.values.map(\.bitPattern)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(timestamp)
        hasher.combine(labels)
    }
}
