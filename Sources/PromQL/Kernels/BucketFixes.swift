#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif
import PrometheusModel

/// What had to be changed in the buckets of classic histograms during a query, told in one annotation.
struct BucketFixes: Sendable, Hashable, CustomStringConvertible {
    private var lowestBound = Double.infinity
    private var highestBound = -Double.infinity
    private var greatestDifference = 0.0
    private var count = 0
    private var firstTime = Int64.max
    private var lastTime = Int64.min

    /// Notes the correction of one histogram at one step.
    mutating func add(_ correction: ClassicHistogram.Correction, at time: Int64) {
        lowestBound = min(lowestBound, correction.lowestBound)
        highestBound = max(highestBound, correction.highestBound)
        greatestDifference = max(greatestDifference, correction.greatestDifference)
        count += 1
        firstTime = min(firstTime, time)
        lastTime = max(lastTime, time)
    }

    /// Whether nothing was changed.
    var isEmpty: Bool { count == 0 }

    /// Takes in what was changed elsewhere.
    mutating func merge(_ other: BucketFixes) {
        lowestBound = min(lowestBound, other.lowestBound)
        highestBound = max(highestBound, other.highestBound)
        greatestDifference = max(greatestDifference, other.greatestDifference)
        count += other.count
        firstTime = min(firstTime, other.firstTime)
        lastTime = max(lastTime, other.lastTime)
    }

    /// Upstream's text up to what was changed.
    static func text(metricName: String) -> String {
        "input to histogram_quantile needed to be fixed for monotonicity (see "
            + "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)"
            + (metricName.isEmpty ? "" : " for metric name \(metricName.quoted)")
    }

    /// What was changed, as upstream tells it behind the text.
    var description: String {
        ", from buckets \(FloatText.generalString(lowestBound)) to \(FloatText.generalString(highestBound)), with a max "
            + "diff of \(Self.twoDigits(greatestDifference)), over \(count) samples from "
            + "\(TimestampText.string(milliseconds: firstTime)) to \(TimestampText.string(milliseconds: lastTime))"
    }

    /// The number with two significant digits.
    private static func twoDigits(_ value: Double) -> String {
        guard value > 0, value.isFinite else { return FloatText.generalString(value) }
        let scale = pow(10, 1 - floor(log10(value)))
        return FloatText.generalString((value * scale).rounded() / scale)
    }
}
