package import PrometheusModel

/// What parsers of all formats tell about the entry that they have just read.
package protocol ExpositionReading: ~Copyable, ~Escapable {
    /// The current sample or histogram.
    var sample: ExposedSample { get }
    /// The current native histogram; not asked for where the entry is none.
    var histogram: NativeHistogram { get }
    /// The current metadata entry.
    var metadata: ExposedMetadata { get }

    /// The exemplars of the current sample or histogram, in the order in which they were written.
    func exemplars() throws(ExpositionError) -> [ExposedExemplar]

    /// Replaces `result` by the metric name and labels of the current sample or histogram.
    func copyLabels(into result: inout ExposedLabels)
}
