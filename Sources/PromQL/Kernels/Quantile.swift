/// Quantiles of plain values.
enum Quantile {
    /// Returns the `quantile`-quantile of `values`, interpolated between neighbours, and sorts them (NaN first).
    static func of(_ values: inout [Double], _ quantile: Double) -> Double {
        values.sort { OrderedWindow.precedes($0, $1) }
        return ofSorted(values.span, quantile)
    }

    /// Returns the `quantile`-quantile of `values`, which are sorted (NaN first), interpolated between neighbours.
    static func ofSorted(_ values: borrowing Span<Double>, _ quantile: Double) -> Double {
        if values.isEmpty || quantile.isNaN { return .nan }
        if quantile < 0 { return -.infinity }
        if quantile > 1 { return .infinity }
        let rank = quantile * Double(values.count - 1)
        let low = max(0, Int(rank.rounded(.down)))
        let high = min(values.count - 1, low + 1)
        let weight = rank - rank.rounded(.down)
        return values[low] * (1 - weight) + values[high] * weight
    }
}
