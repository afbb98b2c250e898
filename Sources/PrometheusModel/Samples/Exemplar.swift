/// An example of what a sample counted: mostly the trace of one request.
package struct Exemplar: Sendable, Hashable {
    package var labels: Labels
    package var value: Double
    /// Milliseconds since the Unix epoch.
    package var timestamp: Int64

    package init(labels: Labels, value: Double, timestamp: Int64) {
        self.labels = labels
        self.value = value
        self.timestamp = timestamp
    }
}
