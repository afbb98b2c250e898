internal import PrometheusConfiguration
internal import PrometheusModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// How fine a scraped native histogram may be.
struct HistogramLimits {
    /// The most buckets of positive and negative values together; 0 for no limit.
    let buckets: UInt64
    /// The finest schema.
    let schema: Int32

    init(_ limits: ScrapeLimits) {
        buckets = limits.nativeHistogramBuckets
        schema = Self.schema(minimumFactor: limits.nativeHistogramMinimumBucketFactor)
    }

    /// The finest schema whose buckets grow by at least `factor`.
    static func schema(minimumFactor factor: Double) -> Int32 {
        guard factor > 1 else { return 8 }
        let finest = -log2(log2(factor))
        return Int32(max(-4, min(8, finest.rounded(.down))))
    }

    /// The histogram with wider buckets where it is finer than allowed; `nil` if it has too many even so.
    func apply(_ histogram: NativeHistogram) -> NativeHistogram? {
        switch histogram {
        case .integer(var histogram):
            if !histogram.layout.usesCustomBuckets { histogram = histogram.reduced(to: schema) }
            while buckets > 0, UInt64(histogram.bucketCount) > buckets {
                guard !histogram.layout.usesCustomBuckets, histogram.layout.schema > -4 else { return nil }
                histogram = histogram.reduced(to: histogram.layout.schema - 1)
            }
            return .integer(histogram)
        case .float(var histogram):
            if !histogram.layout.usesCustomBuckets { histogram = histogram.reduced(to: schema) }
            while buckets > 0, UInt64(histogram.positiveBuckets.count + histogram.negativeBuckets.count) > buckets {
                guard !histogram.layout.usesCustomBuckets, histogram.layout.schema > -4 else { return nil }
                histogram = histogram.reduced(to: histogram.layout.schema - 1)
            }
            return .float(histogram)
        }
    }
}
