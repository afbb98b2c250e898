import PrometheusModel

/// The native histograms that were added up in one cell of an aggregation.
struct HistogramCell: Sendable {
    /// What the histograms become.
    enum Kind: Sendable {
        case sum
        case mean
    }

    private enum Total: Sendable {
        case sum(HistogramSum)
        case mean(HistogramMean)
    }

    private var total: Total
    /// Whether there was a float before, so that there will be no result.
    private let followsFloat: Bool
    private(set) var hints = ResetHints()
    /// Whether exponential and custom buckets were to be added.
    private(set) var isIncompatible = false

    init(_ kind: Kind, _ first: FloatHistogram, followsFloat: Bool) {
        self.followsFloat = followsFloat
        total = kind == .sum ? .sum(HistogramSum(first)) : .mean(HistogramMean(first))
        if !followsFloat { hints.add(first) }
    }

    mutating func add(_ histogram: FloatHistogram) -> HistogramFindings {
        guard !followsFloat, !isIncompatible else { return [] }
        hints.add(histogram)
        do throws(HistogramArithmeticError) {
            switch total {
            case .sum(var sum):
                // Without it the buckets would be copied.
                total = .mean(HistogramMean(FloatHistogram()))
                defer { total = .sum(sum) }
                return .aggregation(try sum.add(histogram))
            case .mean(var mean):
                total = .sum(HistogramSum(FloatHistogram()))
                defer { total = .mean(mean) }
                return .aggregation(try mean.add(histogram))
            }
        } catch {
            isIncompatible = true
            return .mixedSchemas
        }
    }

    /// The result; `nil` if it has none.
    var histogram: FloatHistogram? {
        if followsFloat { return nil }
        switch total {
        case .sum(let sum): return sum.histogram
        case .mean(let mean): return mean.histogram
        }
    }
}
