import PrometheusModel

@testable import PromQL

extension ReferenceEvaluator {
    func aggregation(_ aggregation: Aggregation, _ time: Int64) throws -> [ReferenceElement] {
        let input = try vector(aggregation.expression, time)
        var groups: [[String: String]: [ReferenceElement]] = [:]
        var order: [[String: String]] = []
        for element in input {
            let key = element.labels.filter { name, _ in
                aggregation.isWithout
                    ? name != "__name__" && !aggregation.grouping.contains(name)
                    : aggregation.grouping.contains(name)
            }
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(element)
        }
        switch aggregation.operation {
        case .topk, .bottomk:
            let count = try parameter(aggregation, time)
            return order.flatMap { Self.best(groups[$0] ?? [], aggregation.operation, Int(count)) }
        case .countValues:
            guard case .string(let label)? = aggregation.parameter else { throw ReferenceError.unknown("count_values") }
            return order.flatMap { Self.counted(groups[$0] ?? [], $0, label.value) }
        case .quantile:
            let quantile = try parameter(aggregation, time)
            return order.map {
                ReferenceElement(labels: $0, value: Self.quantile(quantile, (groups[$0] ?? []).map(\.value)))
            }
        default:
            return try order.map {
                ReferenceElement(
                    labels: $0,
                    value: try Self.fold(aggregation.operation, (groups[$0] ?? []).map(\.value))
                )
            }
        }
    }

    private func parameter(_ aggregation: Aggregation, _ time: Int64) throws -> Double {
        guard let parameter = aggregation.parameter else { throw ReferenceError.unknown("no parameter") }
        return try scalar(parameter, time)
    }

    private static func fold(_ operation: AggregationOperator, _ values: [Double]) throws -> Double {
        switch operation {
        case .sum: values.reduce(0, +)
        case .avg: values.reduce(0, +) / Double(values.count)
        case .count: Double(values.count)
        case .group: 1
        case .min: values.filter { !$0.isNaN }.min() ?? .nan
        case .max: values.filter { !$0.isNaN }.max() ?? .nan
        case .stdvar: variance(values)
        case .stddev: variance(values).squareRoot()
        default: throw ReferenceError.unknown(operation.rawValue)
        }
    }

    /// The mean of the squared distances from the mean.
    static func variance(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count)
    }

    static func quantile(_ quantile: Double, _ values: [Double]) -> Double {
        if values.isEmpty || quantile.isNaN { return .nan }
        if quantile < 0 { return -.infinity }
        if quantile > 1 { return .infinity }
        let sorted = values.filter(\.isNaN) + values.filter { !$0.isNaN }.sorted()
        let rank = quantile * Double(sorted.count - 1)
        let low = Int(rank.rounded(.down))
        let high = min(sorted.count - 1, low + 1)
        let weight = rank - rank.rounded(.down)
        return sorted[low] * (1 - weight) + sorted[high] * weight
    }

    /// The first `count` of the elements in the order of their values, NaN last; equal ones as they came.
    private static func best(
        _ elements: [ReferenceElement],
        _ operation: AggregationOperator,
        _ count: Int
    ) -> [ReferenceElement] {
        let numbers = elements.filter { !$0.value.isNaN }
        let sorted = numbers.enumerated().sorted { first, second in
            let (a, b) = (first.element.value, second.element.value)
            return a == b ? first.offset < second.offset : operation == .topk ? a > b : a < b
        }
        return Array((sorted.map(\.element) + elements.filter(\.value.isNaN)).prefix(max(0, count)))
    }

    private static func counted(
        _ elements: [ReferenceElement],
        _ group: [String: String],
        _ label: String
    ) -> [ReferenceElement] {
        let texts = elements.map { FloatText.string($0.value, .fixed) }
        return Set(texts).map { text in
            var labels = group
            labels[label] = text
            return ReferenceElement(labels: labels, value: Double(texts.count { $0 == text }))
        }
    }
}
