package import PromQL

/// A query that a rule or its templates make.
package struct RuleQuery: Sendable {
    package let expression: Expression
    /// The expression printed.
    package let text: String
    /// The time that it is evaluated at, in milliseconds since the Unix epoch.
    package let time: Int64
    /// The group that asks.
    package let origin: QueryOrigin

    package init(_ expression: Expression, _ text: String, at time: Int64, _ origin: QueryOrigin) {
        self.expression = expression
        self.text = text
        self.time = time
        self.origin = origin
    }

    /// How the engine is asked.
    package var options: QueryOptions {
        var options = QueryOptions()
        options.text = text
        options.origin = origin
        return options
    }
}
