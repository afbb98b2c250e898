import LabelMatching
import PrometheusModel
import Storage

/// Turns a query's tree into nodes that evaluate it, and notes what they need from the storage.
struct Planner {
    /// When a part of the query is evaluated, and what stands around it.
    struct Context: Hashable {
        /// The first and the last time, before the part's own offset.
        var start: Int64
        var end: Int64
        var step: Int64
        /// The name of the nearest enclosing function or aggregation.
        var function = ""
        var grouping: [String] = []
        var isGroupingBy = false
        /// Whether an enclosing function gives a number of native histograms that does not depend on their buckets.
        var isUnderHistogramStatistic = false
        /// Whether another one between does depend on them.
        var needsHistogramBuckets = false
        /// Whether an enclosing part is evaluated once for all steps already.
        var isInvariant = false
    }

    let queryStart: Int64
    let queryEnd: Int64
    let lookback: Int64
    let subqueryStep: Int64
    let delaysNameRemoval: Bool
    let usesStartTimestamps: Bool
    var requests: [SelectionRequest] = []
    /// Takes the parts of the plan if somebody wants to know them.
    var recorder: PlanRecorder?
    var repeated = RepeatedParts()
    var shared: [SharedPart: SharedNode] = [:]

    /// A part that stands in the query more than once, and all that its value depends on.
    struct SharedPart: Hashable {
        let text: String
        let context: Context
    }

    /// Plans a whole query.
    mutating func root(_ expression: Expression, step: Int64) throws(PromQLError) -> PlanRoot {
        let context = Context(start: queryStart, end: queryEnd, step: step)
        // With starts of counters it is told how often something was found, in each place.
        if !usesStartTimestamps { repeated = RepeatedParts(in: expression) }
        switch expression.valueType {
        case .scalar: return .scalar(try scalar(expression, context))
        case .vector: return .vector(try vector(expression, context))
        case .matrix: return .range(try range(expression, context))
        case .string:
            guard case .string(let literal) = expression.withoutParentheses else { return .string("") }
            return .string(literal.value)
        case .none: throw .execution("expression has no value")
        }
    }

    /// Plans an instant vector; parts that do not depend on the step are evaluated once.
    mutating func vector(_ expression: Expression, _ context: Context) throws(PromQLError) -> any VectorNode {
        guard let recorder else { return try invariantVector(expression, context) }
        if case .parenthesized(let inner) = expression { return try vector(inner.expression, context) }
        let part = recorder.begin(expression.description)
        return recorder.end(part, try invariantVector(expression, context))
    }

    private mutating func invariantVector(
        _ expression: Expression,
        _ context: Context
    ) throws(PromQLError) -> any VectorNode {
        guard !context.isInvariant, context.end > context.start, expression.isStepInvariant else {
            return try variantVector(expression, context)
        }
        var inner = context
        inner.isInvariant = true
        inner.end = inner.start
        return StepInvariantNode(child: try variantVector(expression, inner))
    }

    private mutating func variantVector(
        _ expression: Expression,
        _ context: Context
    ) throws(PromQLError) -> any VectorNode {
        switch expression {
        case .vectorSelector(let selector):
            return SelectorNode(
                source: try source(selector, range: nil, context, takesNewest: true),
                pick: selector.isSmoothed ? .smoothedValue : .value,
                position: selector.position.start
            )
        case .parenthesized(let inner): return try vector(inner.expression, context)
        case .unary(let unary):
            let child = try vector(unary.operand, context)
            guard unary.isNegation else { return child }
            var node = MapNode(child: child, dropsName: true) { (_, _) throws(PromQLError) in
                { ElementFunction.negate.apply(to: &$0) }
            }
            node.prepareHistograms = { (_, _) throws(PromQLError) in
                { row in row.histograms.change { $1.multiplied(by: -1) } }
            }
            return settled(node, .merge)
        case .aggregation(let aggregation): return try sharedAggregation(aggregation, context)
        case .call(let call): return try vectorCall(call, context)
        case .binary(let binary): return try vectorBinary(binary, context)
        case .number, .string, .matrixSelector, .subquery:
            throw .execution("unexpected \(expression.valueType.documentedName) in place of an instant vector")
        }
    }

    /// Plans an aggregation, once for all places that it stands in.
    private mutating func sharedAggregation(
        _ aggregation: Aggregation,
        _ context: Context
    ) throws(PromQLError) -> any VectorNode {
        guard let text = repeated.text(of: aggregation) else { return try self.aggregation(aggregation, context) }
        var around = context
        // These tell the storage what is around a selector, which an aggregation itself is.
        (around.function, around.grouping, around.isGroupingBy) = ("", [], false)
        let part = SharedPart(text: text, context: around)
        if let known = shared[part] {
            known.shared.addUse()
            return SharedNode(child: known.child, shared: known.shared, isFirst: false)
        }
        let node = SharedNode(
            child: try self.aggregation(aggregation, context),
            shared: SharedRows(),
            isFirst: true
        )
        node.shared.addUse()
        shared[part] = node
        return node
    }

    /// Plans a scalar.
    mutating func scalar(_ expression: Expression, _ context: Context) throws(PromQLError) -> any ScalarNode {
        switch expression {
        case .number(let literal): return ConstantNode(value: literal.value)
        case .parenthesized(let inner): return try scalar(inner.expression, context)
        case .unary(let unary):
            let operand = try scalar(unary.operand, context)
            return unary.isNegation ? ScalarCalculationNode.negation(operand) : operand
        case .binary(let binary):
            return ScalarCalculationNode.binary(
                binary.operation,
                try scalar(binary.left, context),
                try scalar(binary.right, context)
            )
        case .call(let call): return try scalarCall(call, context)
        case .string, .vectorSelector, .matrixSelector, .subquery, .aggregation:
            throw .execution("unexpected \(expression.valueType.documentedName) in place of a scalar")
        }
    }

    private mutating func scalarCall(_ call: Call, _ context: Context) throws(PromQLError) -> any ScalarNode {
        let arguments = call.arguments
        switch call.function.name {
        case "time": return TimeNode()
        case "pi": return ConstantNode(value: .pi)
        case "start": return ConstantNode(value: Double(queryStart) / 1000)
        case "end": return ConstantNode(value: Double(queryEnd) / 1000)
        case "range": return ConstantNode(value: Double(queryEnd - queryStart) / 1000)
        case "step": return ConstantNode(value: queryEnd > queryStart ? Double(context.step) / 1000 : 0)
        case "scalar":
            let child = try vector(arguments[0], context)
            return ScalarOfVectorNode(child: child)
        case "max_of":
            return ScalarCalculationNode.greatest(
                try scalar(arguments[0], context),
                try scalar(arguments[1], context)
            )
        case "min_of":
            return ScalarCalculationNode.least(try scalar(arguments[0], context), try scalar(arguments[1], context))
        default: throw .execution("function \(call.function.name) is not supported yet")
        }
    }

    /// Plans a range vector.
    mutating func range(_ expression: Expression, _ context: Context) throws(PromQLError) -> any RangeNode {
        switch expression {
        case .parenthesized(let inner): return try range(inner.expression, context)
        case .matrixSelector(let matrix):
            guard matrix.rangeExpression == nil else { throw Self.durationExpression }
            return RangeSelectorNode(
                source: try source(matrix.selector, range: matrix.rangeMilliseconds, context),
                rangeMilliseconds: matrix.rangeMilliseconds,
                extended: extendedRange(of: matrix.selector)
            )
        case .subquery(let subquery): return try self.subquery(subquery, context)
        default:
            throw .execution("unexpected \(expression.valueType.documentedName) in place of a range vector")
        }
    }

    private mutating func subquery(_ subquery: Subquery, _ context: Context) throws(PromQLError) -> any RangeNode {
        guard subquery.rangeExpression == nil, subquery.stepExpression == nil else { throw Self.durationExpression }
        let fixed = try fixedTime(subquery.shift)
        let step = max(1, subquery.stepMilliseconds ?? subqueryStep)
        let offset = subquery.shift.offsetMilliseconds
        var inner = context
        inner.start = (fixed ?? context.start) - offset - subquery.rangeMilliseconds
        inner.end = (fixed ?? context.end) - offset
        inner.step = step
        inner.isInvariant = false
        inner.needsHistogramBuckets = true
        return SubqueryNode(
            child: try vector(subquery.expression, inner),
            rangeMilliseconds: subquery.rangeMilliseconds,
            stepMilliseconds: step,
            offsetMilliseconds: offset,
            fixedTime: fixed
        )
    }

    /// Notes what a selector reads.
    mutating func source(
        _ selector: VectorSelector,
        range: Int64?,
        _ context: Context,
        takesNewest: Bool = false
    ) throws(PromQLError) -> SeriesSource {
        let fixed = try fixedTime(selector.shift)
        let offset = selector.shift.offsetMilliseconds
        let reachBefore = range != nil && (selector.isAnchored || selector.isSmoothed) ? lookback : 0
        let reachBehind = selector.isSmoothed ? lookback : 0
        let start = (fixed ?? context.start) - offset - (range ?? lookback) - reachBefore + 1
        let end = (fixed ?? context.end) - offset + reachBehind
        var hints = SelectHints(startMilliseconds: start, endMilliseconds: end)
        hints.stepMilliseconds = context.step
        hints.rangeMilliseconds = range ?? 0
        // Without a step there is one window.
        hints.needsNewestOnly = takesNewest && context.step == 0 && !selector.isSmoothed
        hints.function = context.function
        hints.grouping = context.grouping
        hints.isGroupingBy = context.isGroupingBy
        recorder?.noteSelection(requests.count)
        requests.append(
            SelectionRequest(
                matchers: selector.matchers,
                window: start...max(start, end),
                hints: hints
            )
        )
        let hasFixedName = selector.matchers.contains { $0.name == Label.metricName && $0.kind == .equal }
        return SeriesSource(
            slot: requests.count - 1,
            offsetMilliseconds: offset,
            fixedTime: fixed,
            hasFixedName: hasFixedName,
            findsResets: context.isUnderHistogramStatistic && !context.needsHistogramBuckets,
            reachBefore: reachBefore,
            reachBehind: reachBehind
        )
    }

    /// The `anchored` or `smoothed` of a range selector.
    func extendedRange(of selector: VectorSelector) -> ExtendedRange? {
        guard selector.isAnchored || selector.isSmoothed else { return nil }
        return ExtendedRange(isSmoothed: selector.isSmoothed, lookback: lookback)
    }

    /// Applies the loss of names where it can make series equal.
    func settled(_ node: any VectorNode, _ duplicates: RowCollection.Duplicates) -> any VectorNode {
        node.isUniqueWithoutName || delaysNameRemoval ? node : CollectingNode(child: node, duplicates: duplicates)
    }

    private func fixedTime(_ shift: TimeShift) throws(PromQLError) -> Int64? {
        guard shift.offsetExpression == nil else { throw Self.durationExpression }
        switch shift.at {
        case .none: return nil
        case .timestamp(let milliseconds): return milliseconds
        case .start: return queryStart
        case .end: return queryEnd
        }
    }

    private static let durationExpression = PromQLError.execution("duration expressions are not supported yet")
}
