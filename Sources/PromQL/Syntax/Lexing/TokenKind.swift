/// What kind of word a token is.
enum TokenKind: Hashable {
    case end
    /// The text cannot go on from here; the lexer knows why.
    case failure
    case identifier
    case metricIdentifier
    case number
    case duration
    case string
    case comma
    case colon
    /// A single `=`.
    case equal
    case leftParenthesis
    case rightParenthesis
    case leftBrace
    case rightBrace
    case leftBracket
    case rightBracket
    case regexMatch
    case regexNoMatch
    case at
    case binary(BinaryOperator)
    case aggregation(AggregationOperator)
    case modifier(Modifier)
    case preprocessor(Preprocessor)

    /// The words that modify an operator, an aggregation or a selector.
    enum Modifier: String, CaseIterable {
        case offset
        case smoothed
        case anchored
        case by
        case without
        case on
        case ignoring
        case groupLeft = "group_left"
        case groupRight = "group_right"
        case fill
        case fillLeft = "fill_left"
        case fillRight = "fill_right"
        case bool
    }

    /// The words that stand for a property of the query; outside of durations and `@` they are functions.
    enum Preprocessor: String, CaseIterable {
        case start
        case end
        case step
        case range
        case maxOf = "max_of"
        case minOf = "min_of"
    }

    /// The words with a meaning of their own, in lower case.
    static let keywords: [String: TokenKind] = {
        var result: [String: TokenKind] = ["inf": .number, "nan": .number]
        for operation in [BinaryOperator.and, .or, .unless, .atan2] { result[operation.rawValue] = .binary(operation) }
        for operation in AggregationOperator.allCases { result[operation.rawValue] = .aggregation(operation) }
        for modifier in Modifier.allCases { result[modifier.rawValue] = .modifier(modifier) }
        for preprocessor in Preprocessor.allCases { result[preprocessor.rawValue] = .preprocessor(preprocessor) }
        return result
    }()

    /// Whether the word may be a metric name without quotes.
    var isMetricName: Bool {
        switch self {
        case .identifier, .metricIdentifier, .aggregation, .preprocessor: true
        case .binary(let operation): operation.isSet
        case .modifier(let modifier):
            switch modifier {
            case .by, .without, .offset, .anchored, .smoothed, .fill, .fillLeft, .fillRight: true
            case .on, .ignoring, .groupLeft, .groupRight, .bool: false
            }
        default: false
        }
    }

    /// Whether it says what stands in for missing elements.
    var isFill: Bool { self == .modifier(.fill) || self == .modifier(.fillLeft) || self == .modifier(.fillRight) }

    /// Whether an expression may start with it.
    var beginsExpression: Bool {
        switch self {
        case .number, .duration, .string, .leftParenthesis, .leftBrace, .binary(.add), .binary(.subtract): true
        default: isMetricName
        }
    }

    /// Whether the word may be a label of `by`, `on` and the like without quotes.
    var isGroupingLabel: Bool {
        switch self {
        case .modifier, .binary(.atan2): true
        default: isMetricName
        }
    }
}
