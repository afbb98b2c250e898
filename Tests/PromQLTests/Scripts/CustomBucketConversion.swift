import PrometheusModel

/// Makes native histograms with custom buckets of the series of classic histograms, as `load_with_nhcb` does.
struct CustomBucketConversion {
    /// The parts of one histogram at one time.
    private struct Parts {
        /// How many observations are at most as great as each bound.
        var buckets: [(bound: Double, count: Double)] = []
        var count: Double?
        var sum = 0.0
    }

    private var parts: [Labels: [Int64: Parts]] = [:]

    /// Takes in a series, if its name is that of a part of a histogram.
    mutating func add(_ labels: Labels, _ samples: SampleColumns) {
        let name = labels["__name__"] ?? ""
        guard let suffix = ["_bucket", "_count", "_sum"].first(where: { name.hasSuffix($0) }) else { return }
        var builder = LabelsBuilder(labels)
        builder.set("__name__", String(name.dropLast(suffix.count)))
        builder.remove("le")
        let base = builder.labels()
        for (time, value) in zip(samples.timestamps, samples.values) where !value.isStaleMarker {
            var known = parts[base]?[time] ?? Parts()
            switch suffix {
            case "_bucket":
                guard let text = labels["le"], let bound = try? FloatText.parse(text) else { continue }
                known.buckets.append((bound, value))
            case "_count": known.count = value
            default: known.sum = value
            }
            parts[base, default: [:]][time] = known
        }
    }

    /// The histograms.
    var series: [(labels: Labels, samples: SampleColumns)] {
        parts.sorted { $0.key < $1.key }.map { labels, times in
            var samples = SampleColumns()
            for (time, parts) in times.sorted(by: { $0.key < $1.key }) {
                samples.append(time, Self.histogram(parts))
            }
            samples.setHintsAsStored()
            return (labels, samples)
        }
    }

    private static func histogram(_ parts: Parts) -> FloatHistogram {
        var result = FloatHistogram()
        var buckets = parts.buckets.sorted { $0.bound < $1.bound }
        let count = parts.count ?? buckets.last?.count ?? 0
        if buckets.last?.bound != .infinity { buckets.append((.infinity, count)) }
        result.layout.schema = HistogramLayout.customBucketsSchema
        result.layout.customBounds = buckets.dropLast().map(\.bound)
        result.layout.positiveSpans = [HistogramSpan(offset: 0, length: UInt32(buckets.count))]
        var below = 0.0
        for bucket in buckets {
            result.positiveBuckets.append(bucket.count - below)
            below = bucket.count
        }
        result.count = count
        result.sum = parts.sum
        return result.compacted()
    }
}
