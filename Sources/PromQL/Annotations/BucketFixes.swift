import PrometheusModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What had to be corrected in classic histogram buckets to make them ascend, over all steps of a query.
struct BucketFixes: Sendable {
    let metricName: String
    let offset: Int
    private var lowestBound: Double
    private var highestBound: Double
    private var greatestDifference: Double
    private var count = 1
    private var firstTimestamp: Int64
    private var lastTimestamp: Int64

    init(_ correction: ClassicHistogram.Correction, metricName: String, offset: Int, timestamp: Int64) {
        self.metricName = metricName
        self.offset = offset
        lowestBound = correction.lowestBound
        highestBound = correction.highestBound
        greatestDifference = correction.greatestDifference
        firstTimestamp = timestamp
        lastTimestamp = timestamp
    }

    mutating func merge(_ other: BucketFixes) {
        lowestBound = min(lowestBound, other.lowestBound)
        highestBound = max(highestBound, other.highestBound)
        greatestDifference = max(greatestDifference, other.greatestDifference)
        count += other.count
        firstTimestamp = min(firstTimestamp, other.firstTimestamp)
        lastTimestamp = max(lastTimestamp, other.lastTimestamp)
    }

    var annotation: Annotation {
        let link = "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile"
        let name = metricName.isEmpty ? "" : " for metric name \(metricName.quoted)"
        let (from, to) = (FloatText.generalString(lowestBound), FloatText.generalString(highestBound))
        let start = TimestampText.string(milliseconds: firstTimestamp.floorDiv(1000) * 1000)
        let end = TimestampText.string(milliseconds: lastTimestamp.floorDiv(1000) * 1000)
        return Annotation(
            .info,
            "input to histogram_quantile needed to be fixed for monotonicity (see \(link))\(name), from buckets \(from)"
                + " to \(to), with a max diff of \(Self.twoDigits(greatestDifference)), over \(count) samples from"
                + " \(start) to \(end)",
            offset: offset
        )
    }

    /// The number with two significant digits, as C's and Go's `%.2g`.
    private static func twoDigits(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return FloatText.generalString(value) }
        let exponent = Int(log10(abs(value)).rounded(.down))
        let scale = pow(10, Double(1 - exponent))
        let rounded = (value * scale).rounded(.toNearestOrEven) / scale
        let text = FloatText.generalString(rounded)
        // From a hundred on two digits only fit with an exponent.
        guard abs(rounded) >= 100, !text.contains("e") else { return text }
        let whole = Int(log10(abs(rounded)).rounded(.down))
        let mantissa = FloatText.generalString(rounded / pow(10, Double(whole)))
        return mantissa + "e+" + (whole < 10 ? "0" : "") + String(whole)
    }
}
