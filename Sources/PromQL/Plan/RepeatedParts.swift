/// The aggregations that stand in a query more than once: evaluated once, their rows are few enough to be kept.
///
/// Not those whose annotations say how often something was found: they are to count each place in the query.
struct RepeatedParts {
    /// What two texts have in common that may be the same, without printing them.
    private struct Shape: Hashable {
        let operation: AggregationOperator
        let length: Int
    }

    /// Functions that tell how many buckets they had to mend.
    private static let counting: Set<String> = ["histogram_quantile", "histogram_quantiles", "histogram_fraction"]

    private var shapes: Set<Shape> = []
    private var texts: Set<String> = []

    init() {}

    init(in expression: Expression) {
        var found: [Shape: [Expression]] = [:]
        Self.collect(expression, &found)
        for (shape, expressions) in found where expressions.count > 1 {
            var seen: Set<String> = []
            for expression in expressions where !seen.insert(expression.description).inserted {
                texts.insert(expression.description)
                shapes.insert(shape)
            }
        }
    }

    /// The aggregation as text if it is one of them.
    func text(of aggregation: Aggregation) -> String? {
        guard shapes.contains(Self.shape(of: aggregation)) else { return nil }
        let text = Expression.aggregation(aggregation).description
        return texts.contains(text) ? text : nil
    }

    /// - Returns: whether the expression has a part that must not be shared.
    @discardableResult
    private static func collect(_ expression: Expression, _ found: inout [Shape: [Expression]]) -> Bool {
        var counts = false
        for child in expression.children where collect(child, &found) { counts = true }
        if case .call(let call) = expression, counting.contains(call.function.name) { return true }
        if case .aggregation(let aggregation) = expression, !counts {
            found[shape(of: aggregation), default: []].append(expression)
        }
        return counts
    }

    private static func shape(of aggregation: Aggregation) -> Shape {
        Shape(operation: aggregation.operation, length: aggregation.position.end - aggregation.position.start)
    }
}
