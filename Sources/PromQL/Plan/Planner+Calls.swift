import PrometheusModel
import Storage

extension Planner {
    /// Plans a call that returns an instant vector.
    mutating func vectorCall(_ call: Call, _ context: Context) throws(PromQLError) -> any VectorNode {
        let name = call.function.name
        var inner = context
        inner.function = name
        inner.grouping = []
        switch name {
        case "histogram_count", "histogram_sum", "histogram_avg": inner.isUnderHistogramStatistic = true
        case "histogram_quantile", "histogram_quantiles", "histogram_fraction": inner.needsHistogramBuckets = true
        default: break
        }
        if call.function.argumentTypes.contains(.matrix) { return try rangeCall(call, inner) }
        if let function = ElementFunction(rawValue: name), name != "negate" {
            return try elementCall(function, call, inner)
        }
        switch name {
        case "vector": return VectorOfScalarNode(scalar: try scalar(call.arguments[0], inner))
        case "absent":
            return AbsentNode(
                child: try vector(call.arguments[0], inner),
                labels: AbsentNode.labels(of: Self.selector(call.arguments[0]))
            )
        case "timestamp": return try timestamp(call.arguments[0], inner)
        case "start_timestamp": return try startTimestamp(call.arguments[0], inner)
        case "info": return try info(call, inner)
        case "sort", "sort_desc":
            return SortNode(
                child: try vector(call.arguments[0], inner),
                isDescending: name == "sort_desc",
                position: call.position.start
            )
        case "sort_by_label", "sort_by_label_desc":
            var names: [String] = []
            for argument in call.arguments.dropFirst() { names.append(try literal(argument).value) }
            return LabelSortNode(
                child: try vector(call.arguments[0], inner),
                names: names,
                isDescending: name == "sort_by_label_desc",
                position: call.position.start
            )
        case "clamp", "clamp_min", "clamp_max", "round": return try adjustment(call, inner)
        case "histogram_quantile", "histogram_fraction": return try histogramCall(call, inner)
        case "histogram_quantiles": return try histogramQuantiles(call, inner)
        case "histogram_avg", "histogram_count", "histogram_sum", "histogram_stddev", "histogram_stdvar":
            guard let quantity = HistogramQuantityNode.Quantity(rawValue: name) else { break }
            return settled(
                HistogramQuantityNode(child: try vector(call.arguments[0], inner), quantity: quantity),
                .merge
            )
        case "label_replace", "label_join": return try labelCall(call, inner)
        default: break
        }
        throw .execution("function \(name) is not supported yet")
    }

    private mutating func rangeCall(_ call: Call, _ context: Context) throws(PromQLError) -> any VectorNode {
        let name = call.function.name
        guard let at = call.function.argumentTypes.firstIndex(of: .matrix) else {
            throw .execution("function \(name) is not supported yet")
        }
        let input = try range(call.arguments[at], context)
        let extended = extendedRange(of: call.arguments[at])
        if let extended { try Self.check(name, takes: extended) }
        if name == "absent_over_time" {
            return AbsentOverTimeNode(
                range: input,
                labels: AbsentNode.labels(of: Self.selector(call.arguments[at]))
            )
        }
        let dropsName = !RangeFunctions.keepsName(name)
        let node = RangeFunctionNode(
            range: input,
            dropsName: dropsName,
            rangePosition: Self.annotated(call.arguments[at]),
            firstPosition: Self.annotated(call.arguments[0]),
            isForCounters: RangeFunctions.isForCounters(name),
            histogramRule: HistogramRangeRule(name, extended),
            prepare: try preparation(call, context)
        )
        return dropsName ? settled(node, .fail) : node
    }

    private mutating func preparation(
        _ call: Call,
        _ context: Context
    ) throws(PromQLError) -> RangeFunctionNode.Preparation {
        let name = call.function.name
        if let first = call.arguments.first, let extended = extendedRange(of: first) {
            return { (evaluation, _) throws(PromQLError) in
                let kernel = RangeFunctions.extendedKernel(name, extended, evaluation.usesStartTimestamps)
                return { kernel?($0, $1, &$2.values) }
            }
        }
        if let kernel = RangeFunctions.kernel(name) {
            let started = RangeFunctions.startedKernel(name)
            return { (evaluation, _) throws(PromQLError) in
                if evaluation.usesStartTimestamps, let started { return started }
                return { kernel($0, $1, &$2.values) }
            }
        }
        switch name {
        case "predict_linear":
            let seconds = try scalar(call.arguments[1], context)
            return { (evaluation, grid) throws(PromQLError) in
                let column = try seconds.column(evaluation, grid)
                return { RegressionKernel.prediction(column, grid, $0, $1, &$2.values) }
            }
        case "quantile_over_time":
            let quantile = try scalar(call.arguments[0], context)
            let position = call.arguments[0].position.start
            return { (evaluation, grid) throws(PromQLError) in
                let column = try quantile.column(evaluation, grid)
                guard column.contains(where: { !(0...1).contains($0) }) else {
                    return { WindowFoldKernel.quantile(column, $0, $1, &$2.values) }
                }
                // Upstream warns where there is something to take a quantile of.
                return { (samples, windows, row) in
                    WindowFoldKernel.quantile(column, samples, windows, &row.values)
                    evaluation.warnOfQuantiles(column, usedFor: row.values, at: position)
                }
            }
        case "double_exponential_smoothing", "holt_winters":
            let (smoothing, trend) = (try scalar(call.arguments[1], context), try scalar(call.arguments[2], context))
            return { (evaluation, grid) throws(PromQLError) in
                let factors = SmoothingFactors(
                    smoothing: try smoothing.column(evaluation, grid),
                    trend: try trend.column(evaluation, grid)
                )
                return { (samples, windows, row) in
                    if let error = factors.error(samples, windows) { evaluation.fail(error) }
                    WindowFoldKernel.smoothing(factors.smoothing, factors.trend, samples, windows, &row.values)
                }
            }
        default: throw .execution("function \(name) is not supported yet")
        }
    }

    /// The `anchored` or `smoothed` of a range selector, through parentheses.
    private func extendedRange(of argument: Expression) -> ExtendedRange? {
        guard case .matrixSelector(let matrix) = argument.withoutParentheses else { return nil }
        return extendedRange(of: matrix.selector)
    }

    private static func check(_ name: String, takes extended: ExtendedRange) throws(PromQLError) {
        let allowed = extended.isSmoothed ? ExtendedKernel.smoothedFunctions : ExtendedKernel.anchoredFunctions
        guard !allowed.contains(name) else { return }
        throw .execution(
            "\(extended.name) modifier can only be used with: \(allowed.joined(separator: ", ")) - not with \(name)"
        )
    }

    private mutating func elementCall(
        _ function: ElementFunction,
        _ call: Call,
        _ context: Context
    ) throws(PromQLError) -> any VectorNode {
        let child: any VectorNode
        if let argument = call.arguments.first {
            child = try vector(argument, context)
        } else {
            // The date functions read the time of the evaluation if they are given nothing.
            child = VectorOfScalarNode(scalar: TimeNode())
        }
        return settled(
            MapNode(child: child, dropsName: true) { (_, _) throws(PromQLError) in { function.apply(to: &$0) } },
            .merge
        )
    }

    /// The times of samples where the argument is a selector, the time of the evaluation otherwise.
    private mutating func timestamp(_ argument: Expression, _ context: Context) throws(PromQLError) -> any VectorNode {
        if case .vectorSelector(let selector) = argument.withoutParentheses {
            return settled(
                SelectorNode(
                    source: try source(selector, range: nil, context, takesNewest: true),
                    pick: .time,
                    position: selector.position.start
                ),
                .merge
            )
        }
        var node = MapNode(child: try vector(argument, context), dropsName: true) { (_, grid) throws(PromQLError) in
            { values in
                for step in values.indices where !values[step].isAbsent { values[step] = Double(grid[step]) / 1000 }
            }
        }
        node.prepareHistograms = { (_, grid) throws(PromQLError) in
            { row in
                for step in row.histograms.steps { row.values[Int(step)] = Double(grid[Int(step)]) / 1000 }
                row.histograms.removeAll()
            }
        }
        return settled(node, .merge)
    }

    /// The starts of the samples' counters where the argument is a selector and they are used at all.
    private mutating func startTimestamp(
        _ argument: Expression,
        _ context: Context
    ) throws(PromQLError) -> any VectorNode {
        guard usesStartTimestamps, case .vectorSelector(let selector) = argument.withoutParentheses else {
            return EmptyNode(child: try vector(argument, context))
        }
        return settled(
            SelectorNode(
                source: try source(selector, range: nil, context),
                pick: .startTime,
                position: selector.position.start
            ),
            .merge
        )
    }

    /// `clamp`, `clamp_min`, `clamp_max` and `round`.
    private mutating func adjustment(_ call: Call, _ context: Context) throws(PromQLError) -> any VectorNode {
        let name = call.function.name
        let child = try vector(call.arguments[0], context)
        let first: any ScalarNode =
            call.arguments.count > 1 ? try scalar(call.arguments[1], context) : ConstantNode(value: 1)
        let second: any ScalarNode =
            call.arguments.count > 2 ? try scalar(call.arguments[2], context) : ConstantNode(value: .infinity)
        let node = MapNode(child: child, dropsName: true) { (evaluation, grid) throws(PromQLError) in
            let a = try first.column(evaluation, grid)
            let b = try second.column(evaluation, grid)
            return { values in
                for step in values.indices where !values[step].isAbsent {
                    values[step] = Self.adjust(name, values[step], a[step], b[step])
                }
            }
        }
        return settled(node, .merge)
    }

    private static func adjust(_ name: String, _ value: Double, _ first: Double, _ second: Double) -> Double {
        switch name {
        case "clamp_min": return FloatArithmetic.greater(value, first)
        case "clamp_max": return FloatArithmetic.lesser(value, first)
        case "round":
            // Dividing by the inverse is what upstream does, and what makes 0.1 come out as 0.1.
            let inverse = 1 / first
            return (value * inverse + 0.5).rounded(.down) / inverse
        default:
            // An empty interval leaves nothing.
            if second < first { return .absent }
            return FloatArithmetic.greater(first, FloatArithmetic.lesser(second, value))
        }
    }

    private mutating func histogramCall(_ call: Call, _ context: Context) throws(PromQLError) -> any VectorNode {
        let at = call.arguments.count - 1
        let estimate: HistogramEstimateNode.Estimate =
            at == 1
            ? .quantile(try scalar(call.arguments[0], context), position: call.arguments[0].position.start)
            : .fraction(lower: try scalar(call.arguments[0], context), upper: try scalar(call.arguments[1], context))
        let node = HistogramEstimateNode(
            child: try vector(call.arguments[at], context),
            estimate: estimate,
            vectorPosition: call.arguments[at].position.start
        )
        return settled(node, .merge)
    }

    private mutating func histogramQuantiles(_ call: Call, _ context: Context) throws(PromQLError) -> any VectorNode {
        var quantiles: [HistogramQuantilesNode.Quantile] = []
        for argument in call.arguments.dropFirst(2) {
            quantiles.append(.init(node: try scalar(argument, context), position: argument.position.start))
        }
        let node = HistogramQuantilesNode(
            child: try vector(call.arguments[0], context),
            label: try literal(call.arguments[1]).value,
            quantiles: quantiles,
            vectorPosition: call.arguments[0].position.start
        )
        return settled(node, .merge)
    }

    /// Where annotations of an argument point to.
    ///
    /// To upstream the values of a subquery come from nowhere in the query, so from its start.
    private static func annotated(_ argument: Expression) -> Int {
        if case .subquery = argument.withoutParentheses { return 0 }
        return argument.position.start
    }

    /// The selector inside, through parentheses; what `absent` takes labels from.
    private static func selector(_ expression: Expression) -> VectorSelector? {
        switch expression.withoutParentheses {
        case .vectorSelector(let selector): selector
        case .matrixSelector(let matrix): matrix.selector
        default: nil
        }
    }
}
