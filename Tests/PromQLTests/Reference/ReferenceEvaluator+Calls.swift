import LabelMatching
import PrometheusModel

@testable import PromQL

extension ReferenceEvaluator {
    func call(_ call: Call, _ time: Int64) throws -> [ReferenceElement] {
        let name = call.function.name
        let arguments = call.arguments
        if let at = call.function.argumentTypes.firstIndex(of: .matrix) {
            let windows = try range(arguments[at], time)
            if name == "absent_over_time" { return windows.isEmpty ? [Self.missing(arguments[at])] : [] }
            var scalars: [Double] = []
            for (index, argument) in arguments.enumerated() where index != at {
                scalars.append(try scalar(argument, time))
            }
            let (start, end) = bounds(arguments[at], time)
            if case .matrixSelector(let matrix) = arguments[at].withoutParentheses,
                matrix.selector.isAnchored || matrix.selector.isSmoothed
            {
                return try extended(name, matrix.selector, start, end)
            }
            return try windows.compactMap { one in
                let window = ReferenceWindow(samples: one.samples, start: start, end: end, evaluationTime: time)
                guard let value = try window.value(name, scalars) else { return nil }
                let element = ReferenceElement(labels: one.labels, value: value)
                return name == "last_over_time" || name == "first_over_time" ? element : element.withoutName
            }
        }
        switch name {
        case "absent": return try vector(arguments[0], time).isEmpty ? [Self.missing(arguments[0])] : []
        case "vector": return [ReferenceElement(labels: [:], value: try scalar(arguments[0], time))]
        case "timestamp": return try timestamps(arguments[0], time)
        case "info": return try info(call, time)
        case "histogram_quantile": return try histogramQuantile(call, time)
        case "label_replace": return try labelReplace(call, time)
        case "start_timestamp": return startTimestamps(arguments[0], time)
        default:
            let scalars = try arguments.dropFirst().map { try scalar($0, time) }
            return try vector(arguments[0], time).map {
                $0.withoutName.with(try Self.element(name, $0.value, Array(scalars)))
            }
        }
    }

    /// The element that says that nothing was selected: with the labels that a plain selector asks for.
    private static func missing(_ argument: Expression) -> ReferenceElement {
        let selector: VectorSelector? =
            switch argument.withoutParentheses {
            case .vectorSelector(let selector): selector
            case .matrixSelector(let matrix): matrix.selector
            default: nil
            }
        let known = (selector?.matchers ?? []).filter { $0.kind == .equal && $0.name != "__name__" }
        return ReferenceElement(labels: Dictionary(uniqueKeysWithValues: known.map { ($0.name, $0.value) }), value: 1)
    }

    /// The window of a range vector: from `start`, exclusive, to `end`.
    private func bounds(_ expression: Expression, _ time: Int64) -> (Int64, Int64) {
        switch expression.withoutParentheses {
        case .matrixSelector(let matrix):
            let end = shifted(time, matrix.selector.shift)
            return (end - matrix.rangeMilliseconds, end)
        case .subquery(let subquery):
            let end = shifted(time, subquery.shift)
            return (end - subquery.rangeMilliseconds, end)
        default: return (time, time)
        }
    }

    private func timestamps(_ argument: Expression, _ time: Int64) throws -> [ReferenceElement] {
        guard case .vectorSelector(let selector) = argument.withoutParentheses else {
            return try vector(argument, time).map { $0.withoutName.with(Double(time) / 1000) }
        }
        let at = shifted(time, selector.shift)
        return selected(selector).compactMap { one in
            guard let sample = one.samples.last(where: { $0.time <= at && $0.time > at - lookback }) else { return nil }
            guard !sample.value.isAbsent else { return nil }
            return ReferenceElement(labels: one.labels, value: Double(sample.time) / 1000).withoutName
        }
    }

    private static func element(_ name: String, _ value: Double, _ scalars: [Double]) throws -> Double {
        switch name {
        case "abs": abs(value)
        case "ceil": value.rounded(.up)
        case "floor": value.rounded(.down)
        case "sqrt": value.squareRoot()
        case "sgn": value > 0 ? 1 : value < 0 ? -1 : value
        case "round": (value + 0.5).rounded(.down)
        case "clamp_max": value.isNaN ? value : min(value, scalars[0])
        case "clamp_min": value.isNaN ? value : max(value, scalars[0])
        default: throw ReferenceError.unknown(name)
        }
    }
}
