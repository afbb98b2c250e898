import PrometheusModel

@testable import PromQL

/// Functions over `anchored` and `smoothed` selectors, each window by itself.
extension ReferenceEvaluator {
    private typealias Sample = ReferenceSeries.Sample

    func extended(
        _ name: String,
        _ selector: VectorSelector,
        _ start: Int64,
        _ end: Int64
    ) throws -> [ReferenceElement] {
        try selected(selector).compactMap { one in
            let reach = selector.isSmoothed ? end + lookback : end
            let visible = one.samples.filter {
                $0.time > start - lookback && $0.time <= reach && !$0.value.isAbsent
            }
            guard visible.contains(where: { $0.time > start }) else { return nil }
            let value = try value(name, visible, selector.isSmoothed, start, end)
            return value.map { ReferenceElement(labels: one.labels, value: $0).withoutName }
        }
    }

    private func value(
        _ name: String,
        _ visible: [Sample],
        _ isSmoothed: Bool,
        _ start: Int64,
        _ end: Int64
    ) throws -> Double? {
        let anchor = visible.last { $0.time <= start }
        let inside = visible.filter { $0.time > start && $0.time <= end }
        let pairs = zip((anchor.map { [$0] } ?? []) + inside, inside.dropFirst(anchor == nil ? 1 : 0))
        switch name {
        case "changes":
            return Double(pairs.filter { $0.value != $1.value && !($0.value.isNaN && $1.value.isNaN) }.count)
        case "resets": return Double(pairs.filter { ReferenceWindow.isReset($0, $1) }.count)
        case "delta", "increase", "rate": break
        default: throw ReferenceError.unknown(name)
        }
        guard let first = visible.first, !isSmoothed || first.time <= end else { return nil }
        let isCounter = name != "delta"
        var left = (anchor ?? first).value
        var right = ((inside.last ?? anchor) ?? first).value
        if isSmoothed {
            if let anchor, anchor.time < start { left = between(visible, start, isCounter) ?? anchor.value }
            if let after = visible.first(where: { $0.time >= end }) {
                right = after.time == end ? after.value : between(visible, end, isCounter) ?? after.value
            }
        }
        var difference = right - left
        if isCounter {
            let middle = visible.filter { $0.time > start && $0.time < end }.map(\.value)
            for (previous, next) in zip([left] + middle, middle + [right]) where next < previous {
                difference += previous
            }
        }
        return name == "rate" ? difference / (Double(end - start) / 1000) : difference
    }

    /// The value on the line between the samples around `time`; a counter that fell starts at zero.
    private func between(_ samples: [Sample], _ time: Int64, _ isCounter: Bool) -> Double? {
        guard let before = samples.last(where: { $0.time < time }), let after = samples.first(where: { $0.time > time })
        else { return nil }
        let low = isCounter && after.value < before.value ? 0 : before.value
        return low + (after.value - low) * Double(time - before.time) / Double(after.time - before.time)
    }
}
