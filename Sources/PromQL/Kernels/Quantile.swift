/// Quantiles of plain values.
enum Quantile {
    /// Returns the `quantile`-quantile of `values`, interpolated between neighbours, and sorts them (NaN first).
    static func of(_ values: inout [Double], _ quantile: Double) -> Double {
        if values.isEmpty || quantile.isNaN { return .nan }
        if quantile < 0 { return -.infinity }
        if quantile > 1 { return .infinity }
        values.sort { $0 < $1 || ($0.isNaN && !$1.isNaN) }
        let rank = quantile * Double(values.count - 1)
        let low = max(0, Int(rank.rounded(.down)))
        let high = min(values.count - 1, low + 1)
        let weight = rank - rank.rounded(.down)
        return values[low] * (1 - weight) + values[high] * weight
    }
}
