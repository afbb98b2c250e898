/// What an exporter sends: the message `ExportMetricsServiceRequest`, out of protobuf or JSON.
struct ExportRequest: Sendable, Hashable {
    /// What was measured of one resource.
    struct ResourceMetrics: Sendable, Hashable {
        var attributes: [Attribute] = []
        var scopes: [ScopeMetrics] = []
    }

    /// What one instrumentation library measured.
    struct ScopeMetrics: Sendable, Hashable {
        var name = ""
        var version = ""
        var schemaURL = ""
        var attributes: [Attribute] = []
        var metrics: [Metric] = []
    }

    /// How the points of a counter or a histogram relate to each other.
    enum Temporality: UInt64, Sendable, Hashable {
        case unspecified = 0
        case delta = 1
        case cumulative = 2
    }

    /// One metric and its points.
    struct Metric: Sendable, Hashable {
        /// Which points it has.
        enum Kind: Sendable, Hashable { case none, gauge, sum, histogram, exponentialHistogram, summary }

        var name = ""
        var description = ""
        var unit = ""
        var kind = Kind.none
        var temporality = Temporality.unspecified
        var isMonotonic = false
        var points: [Point] = []
    }

    /// One data point; what a kind of metric does not have is empty.
    struct Point: Sendable, Hashable {
        var attributes: [Attribute] = []
        var startNanoseconds: UInt64 = 0
        var timeNanoseconds: UInt64 = 0
        var flags: UInt64 = 0
        var exemplars: [PointExemplar] = []
        /// The value of a gauge or a sum.
        var value: Double = 0
        var count: UInt64 = 0
        var sum: Double?
        /// Of a histogram: the counts, and the bounds between them.
        var bucketCounts: [UInt64] = []
        var bounds: [Double] = []
        /// Of an exponential histogram.
        var scale: Int32 = 0
        var zeroCount: UInt64 = 0
        var positive = Buckets()
        var negative = Buckets()
        /// Of a summary.
        var quantiles: [Quantile] = []

        /// Whether the point says that there is no value any more.
        var hasNoValue: Bool { flags & 1 != 0 }
        var timeMilliseconds: Int64 { Int64(timeNanoseconds / 1_000_000) }
        var startMilliseconds: Int64 { Int64(startNanoseconds / 1_000_000) }
    }

    /// Consecutive buckets of an exponential histogram.
    struct Buckets: Sendable, Hashable {
        var offset: Int32 = 0
        var counts: [UInt64] = []
    }

    /// A quantile of a summary.
    struct Quantile: Sendable, Hashable {
        var quantile: Double = 0
        var value: Double = 0
    }

    /// An example of what a point counted.
    struct PointExemplar: Sendable, Hashable {
        var timeNanoseconds: UInt64 = 0
        var value: Double = 0
        var spanID: [UInt8] = []
        var traceID: [UInt8] = []
        var attributes: [Attribute] = []
    }

    var resources: [ResourceMetrics] = []
}
