import LabelMatching
import PrometheusModel

@testable import PromQL

/// Evaluates an expression at one time in the most obvious way: the yardstick that the engine is held against.
///
/// It knows nothing of steps, chunks, plans or rows, and looks at every sample again each time.
struct ReferenceEvaluator {
    let series: [ReferenceSeries]
    let queryStart: Int64
    let queryEnd: Int64
    let lookback: Int64 = 300_000
    let subqueryStep: Int64 = 60_000

    // MARK: - Instant vectors

    func vector(_ expression: Expression, _ time: Int64) throws -> [ReferenceElement] {
        let elements: [ReferenceElement]
        switch expression {
        case .vectorSelector(let selector): elements = instant(selector, time)
        case .parenthesized(let inner): elements = try vector(inner.expression, time)
        case .unary(let unary):
            let operand = try vector(unary.operand, time)
            elements = unary.isNegation ? operand.map { $0.withoutName.with(-$0.value) } : operand
        case .aggregation(let aggregation): elements = try self.aggregation(aggregation, time)
        case .binary(let binary): elements = try self.binary(binary, time)
        case .call(let call): elements = try self.call(call, time)
        default: throw ReferenceError.unknown(expression.description)
        }
        guard Set(elements.map(\.labels)).count == elements.count else {
            throw ReferenceError.fails("duplicate labels")
        }
        return elements
    }

    private func instant(_ selector: VectorSelector, _ time: Int64) -> [ReferenceElement] {
        let at = shifted(time, selector.shift)
        return selected(selector).compactMap { series in
            if selector.isSmoothed {
                return smoothed(series, at).map { ReferenceElement(labels: series.labels, value: $0) }
            }
            guard let sample = series.samples.last(where: { $0.time <= at && $0.time > at - lookback }) else {
                return nil
            }
            guard !sample.value.isAbsent else { return nil }
            return ReferenceElement(labels: series.labels, value: sample.value)
        }
    }

    /// The value on the line between the samples around a time; that of the earlier one if there is none behind it.
    private func smoothed(_ series: ReferenceSeries, _ time: Int64) -> Double? {
        let samples = series.samples.filter { !$0.value.isAbsent }
        guard let before = samples.last(where: { $0.time <= time && $0.time > time - lookback }) else { return nil }
        let after = samples.first { $0.time > time && $0.time <= time + lookback }
        guard let after, before.time < time else { return before.value }
        return before.value
            + (after.value - before.value) * Double(time - before.time) / Double(after.time - before.time)
    }

    func selected(_ selector: VectorSelector) -> [ReferenceSeries] {
        series.filter { one in
            selector.matchers.allSatisfy { matcher in
                let value = one.labels[matcher.name] ?? ""
                return switch matcher.kind {
                case .equal: value == matcher.value
                case .notEqual: value != matcher.value
                // The tests write alternatives only.
                case .regexMatch: matcher.value.split(separator: "|").contains { $0 == value }
                case .regexNoMatch: !matcher.value.split(separator: "|").contains { $0 == value }
                }
            }
        }
    }

    func shifted(_ time: Int64, _ shift: TimeShift) -> Int64 {
        let fixed: Int64? =
            switch shift.at {
            case .none: nil
            case .timestamp(let milliseconds): milliseconds
            case .start: queryStart
            case .end: queryEnd
            }
        return (fixed ?? time) - shift.offsetMilliseconds
    }

    // MARK: - Scalars

    func scalar(_ expression: Expression, _ time: Int64) throws -> Double {
        switch expression {
        case .number(let literal): return literal.value
        case .parenthesized(let inner): return try scalar(inner.expression, time)
        case .unary(let unary): return try scalar(unary.operand, time) * (unary.isNegation ? -1 : 1)
        case .binary(let binary):
            let (left, right) = (try scalar(binary.left, time), try scalar(binary.right, time))
            return Self.calculate(binary.operation, left, right) ?? 0
        case .call(let call) where call.function.name == "time": return Double(time) / 1000
        case .call(let call) where call.function.name == "scalar":
            let elements = try vector(call.arguments[0], time)
            return elements.count == 1 ? elements[0].value : .nan
        default: throw ReferenceError.unknown(expression.description)
        }
    }

    // MARK: - Range vectors

    func range(_ expression: Expression, _ time: Int64) throws -> [ReferenceSeries] {
        switch expression {
        case .parenthesized(let inner): return try range(inner.expression, time)
        case .matrixSelector(let matrix):
            let end = shifted(time, matrix.selector.shift)
            return selected(matrix.selector).map { one in
                ReferenceSeries(
                    labels: one.labels,
                    samples: one.samples.filter {
                        $0.time > end - matrix.rangeMilliseconds && $0.time <= end && !$0.value.isAbsent
                    }
                )
            }.filter { !$0.samples.isEmpty }
        case .subquery(let subquery): return try self.subquery(subquery, time)
        default: throw ReferenceError.unknown(expression.description)
        }
    }

    private func subquery(_ subquery: Subquery, _ time: Int64) throws -> [ReferenceSeries] {
        let end = shifted(time, subquery.shift)
        let step = subquery.stepMilliseconds ?? subqueryStep
        var found: [[String: String]: [ReferenceSeries.Sample]] = [:]
        var order: [[String: String]] = []
        // All multiples of the step in the window.
        for at in stride(
            from: (end - subquery.rangeMilliseconds).floorDiv(step) * step + step,
            through: end,
            by: Int(step)
        ) {
            for element in try vector(subquery.expression, at) {
                if found[element.labels] == nil { order.append(element.labels) }
                found[element.labels, default: []].append(ReferenceSeries.Sample(time: at, value: element.value))
            }
        }
        return order.map { ReferenceSeries(labels: $0, samples: found[$0] ?? []) }
    }
}

extension ReferenceElement {
    func with(_ value: Double) -> ReferenceElement {
        var result = self
        result.value = value
        return result
    }
}
