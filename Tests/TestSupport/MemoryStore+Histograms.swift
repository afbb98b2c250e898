package import PrometheusModel

extension MemoryStore {
    /// Adds native histograms to a series; times ascend, those of floats included.
    package mutating func append(_ series: Labels, _ samples: [(time: Int64, histogram: FloatHistogram)]) {
        var added = SampleColumns()
        for sample in samples { added.append(sample.time, sample.histogram) }
        append(series, added)
    }
}
