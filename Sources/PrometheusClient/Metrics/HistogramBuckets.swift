/// The upper bounds of a histogram's buckets, ascending; the bucket of infinity is implied.
public struct HistogramBuckets: Sendable, Hashable, ExpressibleByArrayLiteral {
    /// The bounds without infinity.
    public let bounds: [Double]

    /// Takes bounds in ascending order.
    ///
    /// - Throws: `RegistrationError.invalidBuckets` if they do not ascend or contain NaN. An infinity at the end is
    ///   dropped.
    public init(_ bounds: [Double]) throws(RegistrationError) {
        let finite = bounds.last == .infinity ? Array(bounds.dropLast()) : bounds
        guard Self.isAscending(finite) else { throw .invalidBuckets(finite) }
        self.bounds = finite
    }

    /// Takes bounds that are written out in the program.
    ///
    /// - Precondition: they ascend.
    public init(arrayLiteral bounds: Double...) {
        precondition(Self.isAscending(bounds), "bucket bounds must ascend")
        self.bounds = bounds
    }

    /// Five milliseconds to ten seconds, for the latency of network services.
    public static let standard: HistogramBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    /// Returns `count` bounds, each `factor` times the previous one.
    ///
    /// - Precondition: `start` > 0, `factor` > 1, `count` > 0.
    public static func exponential(start: Double, factor: Double, count: Int) -> HistogramBuckets {
        precondition(start > 0 && factor > 1 && count > 0, "exponential buckets must grow")
        var bounds: [Double] = []
        var bound = start
        for _ in 0..<count {
            bounds.append(bound)
            bound *= factor
        }
        return HistogramBuckets(ascending: bounds)
    }

    /// Returns `count` bounds, each `width` above the previous one.
    ///
    /// - Precondition: `width` > 0, `count` > 0.
    public static func linear(start: Double, width: Double, count: Int) -> HistogramBuckets {
        precondition(width > 0 && count > 0, "linear buckets must grow")
        return HistogramBuckets(ascending: (0..<count).map { start + Double($0) * width })
    }

    private init(ascending bounds: [Double]) { self.bounds = bounds }

    private static func isAscending(_ bounds: [Double]) -> Bool {
        !bounds.contains { $0.isNaN } && zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }
    }
}
