extension Planner {
    /// Plans an aggregation.
    mutating func aggregation(_ aggregation: Aggregation, _ context: Context) throws(PromQLError) -> any VectorNode {
        var inner = context
        inner.function = aggregation.operation.rawValue
        inner.grouping = aggregation.grouping
        inner.isGroupingBy = !aggregation.isWithout
        let child = try vector(aggregation.expression, inner)
        let (grouping, isWithout) = (aggregation.grouping, aggregation.isWithout)
        func fold<Fold: GroupFold>(_: Fold.Type) -> any VectorNode {
            FoldAggregationNode<Fold>(
                child: child,
                grouping: grouping,
                isWithout: isWithout,
                name: aggregation.operation.rawValue,
                position: aggregation.expression.position.start
            )
        }
        switch aggregation.operation {
        case .sum: return fold(SumFold.self)
        case .avg: return fold(MeanFold.self)
        case .count: return fold(CountFold.self)
        case .min: return fold(ExtremeFold<LeastFirst>.self)
        case .max: return fold(ExtremeFold<GreatestFirst>.self)
        case .group: return fold(PresenceFold.self)
        case .stddev: return fold(DeviationFold.self)
        case .stdvar: return fold(VarianceFold.self)
        case .topk, .bottomk, .quantile, .countValues, .limitk, .limitRatio:
            return try parameterised(aggregation, child, context)
        }
    }

    private mutating func parameterised(
        _ aggregation: Aggregation,
        _ child: any VectorNode,
        _ context: Context
    ) throws(PromQLError) -> any VectorNode {
        guard let argument = aggregation.parameter else { throw .execution("aggregation without its parameter") }
        let (grouping, isWithout) = (aggregation.grouping, aggregation.isWithout)
        if aggregation.operation == .countValues {
            let label = try literal(argument)
            guard label.isLabelName else { throw .execution("invalid label name \(label.quoted)") }
            return CountValuesNode(
                child: child,
                label: label.value,
                grouping: grouping,
                isWithout: isWithout
            )
        }
        let parameter = try scalar(argument, context)
        switch aggregation.operation {
        case .quantile:
            return QuantileAggregationNode(
                child: child,
                quantile: parameter,
                quantilePosition: argument.position.start,
                position: aggregation.expression.position.start,
                grouping: grouping,
                isWithout: isWithout
            )
        case .limitk:
            return LimitNode(child: child, rule: .count(parameter), grouping: grouping, isWithout: isWithout)
        case .limitRatio:
            return LimitNode(
                child: child,
                rule: .ratio(parameter, position: argument.position.start),
                grouping: grouping,
                isWithout: isWithout
            )
        default:
            return RankingNode(
                child: child,
                parameter: parameter,
                picksGreatest: aggregation.operation == .topk,
                grouping: grouping,
                isWithout: isWithout,
                position: aggregation.position.start
            )
        }
    }

    /// The value of a string argument.
    func literal(_ expression: Expression) throws(PromQLError) -> StringLiteral {
        guard case .string(let literal) = expression.withoutParentheses else {
            throw .execution("unexpected \(expression.valueType.documentedName) in place of a string")
        }
        return literal
    }
}
