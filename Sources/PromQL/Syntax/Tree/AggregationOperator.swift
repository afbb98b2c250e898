/// How an aggregation combines the elements of a group.
package enum AggregationOperator: String, Sendable, Hashable, CaseIterable {
    case sum
    case avg
    case count
    case min
    case max
    case group
    case stddev
    case stdvar
    case topk
    case bottomk
    case countValues = "count_values"
    case quantile
    case limitk
    case limitRatio = "limit_ratio"

    /// The type of the parameter, `nil` if the operator takes none.
    package var parameterType: ValueType? {
        switch self {
        case .topk, .bottomk, .quantile, .limitk, .limitRatio: .scalar
        case .countValues: .string
        case .sum, .avg, .count, .min, .max, .group, .stddev, .stdvar: nil
        }
    }

    /// Whether the operator needs the experimental functions to be enabled.
    package var isExperimental: Bool { self == .limitk || self == .limitRatio }
}
