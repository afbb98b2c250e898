import LabelMatching
import PrometheusModel

@testable import PromQL

/// Functions that look at labels more than at values.
extension ReferenceEvaluator {
    /// Adds the labels of `target_info`, whose instance is all that is looked at here.
    func info(_ call: Call, _ time: Int64) throws -> [ReferenceElement] {
        let base = try vector(call.arguments[0], time)
        var data: [LabelMatcher] = []
        if call.arguments.count > 1, case .vectorSelector(let selector) = call.arguments[1] { data = selector.matchers }
        guard case .vectorSelector(let selector)? = Self.firstSelector(call.arguments[0]) else {
            throw ReferenceError.unknown("info without a selector")
        }
        let at = shifted(time, selector.shift)
        return try base.compactMap { element in
            if element.labels["__name__"] == "target_info" { return element }
            let wanted = VectorSelector(
                name: "",
                matchers: [.equal("__name__", "target_info")] + data,
                position: PositionRange(start: 0, end: 0)
            )
            let known = selected(wanted).filter { $0.labels["instance"] == element.labels["instance"] }
            let current = known.compactMap { one -> (time: Int64, labels: [String: String])? in
                guard let sample = one.samples.last(where: { $0.time <= at && $0.time > at - lookback }) else {
                    return nil
                }
                return sample.value.isAbsent ? nil : (sample.time, one.labels)
            }
            guard element.labels["instance"] != nil, let newest = current.map(\.time).max() else {
                return data.allSatisfy(\.matchesEmpty) ? element : nil
            }
            guard current.count(where: { $0.time == newest }) == 1 else { throw ReferenceError.fails("equally new") }
            var result = element
            for (name, value) in current.first(where: { $0.time == newest })?.labels ?? [:]
            where name != "__name__" && result.labels[name] == nil {
                if data.isEmpty || data.contains(where: { $0.name == name }) { result.labels[name] = value }
            }
            return result
        }
    }

    private static func firstSelector(_ expression: Expression) -> Expression? {
        if case .vectorSelector = expression { return expression }
        return expression.children.lazy.compactMap(firstSelector).first
    }

    /// Replaces by the whole of the other label, in brackets; the only kind that the tests write.
    func labelReplace(_ call: Call, _ time: Int64) throws -> [ReferenceElement] {
        var names: [String] = []
        for argument in call.arguments.dropFirst() {
            guard case .string(let literal) = argument else { throw ReferenceError.unknown("label_replace") }
            names.append(literal.value)
        }
        guard names[1] == "<$1>", names[3] == "(.+)" else { throw ReferenceError.unknown("label_replace") }
        return try vector(call.arguments[0], time).map { element in
            var result = element
            if let value = element.labels[names[2]] { result.labels[names[0]] = "<\(value)>" }
            return result
        }
    }

    func startTimestamps(_ argument: Expression, _ time: Int64) -> [ReferenceElement] {
        guard case .vectorSelector(let selector) = argument.withoutParentheses else { return [] }
        let at = shifted(time, selector.shift)
        return selected(selector).compactMap { one in
            guard let sample = one.samples.last(where: { $0.time <= at && $0.time > at - lookback }) else { return nil }
            guard !sample.value.isAbsent else { return nil }
            return ReferenceElement(labels: one.labels, value: Double(sample.start) / 1000).withoutName
        }
    }

    /// The quantile of classic histograms, by linear interpolation.
    func histogramQuantile(_ call: Call, _ time: Int64) throws -> [ReferenceElement] {
        let quantile = try scalar(call.arguments[0], time)
        var groups: [[String: String]: [(bound: Double, count: Double)]] = [:]
        for element in try vector(call.arguments[1], time) {
            guard let text = element.labels["le"], let bound = try? FloatText.parse(text) else { continue }
            var labels = element.labels
            labels["le"] = nil
            groups[labels, default: []].append((bound, element.value))
        }
        return groups.map { labels, buckets in
            ReferenceElement(labels: labels, value: Self.quantile(quantile, of: buckets)).withoutName
        }
    }

    private static func quantile(_ quantile: Double, of unsorted: [(bound: Double, count: Double)]) -> Double {
        var buckets = unsorted.sorted { $0.bound < $1.bound }
        guard buckets.count > 1, buckets.last?.bound == .infinity else { return .nan }
        for index in buckets.indices.dropFirst() {
            buckets[index].count = max(buckets[index].count, buckets[index - 1].count)
        }
        guard let total = buckets.last?.count, total > 0 else { return .nan }
        let rank = quantile * total
        guard let index = buckets.firstIndex(where: { $0.count >= rank }) else { return .nan }
        if index == buckets.count - 1 { return buckets[index - 1].bound }
        let (low, below) = index == 0 ? (0, 0) : (buckets[index - 1].bound, buckets[index - 1].count)
        return low + (buckets[index].bound - low) * (rank - below) / (buckets[index].count - below)
    }
}
