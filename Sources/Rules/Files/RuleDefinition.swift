package import PromQL
package import PrometheusModel

/// One rule as its file defines it.
package struct RuleDefinition: Sendable {
    /// What kind of rule it is.
    package enum Kind: String, Sendable, Hashable {
        case recording
        case alerting
    }

    package var kind: Kind
    /// The recorded metric's or the alert's name.
    package var name: String
    package var expression: Expression
    /// `for`.
    package var holdMilliseconds: Int64 = 0
    package var keepFiringForMilliseconds: Int64 = 0
    /// Those of the group included; values may be empty, which removes a label, and for alerts they are templates.
    package var labels: [Label] = []
    /// Templates.
    package var annotations: [Label] = []
}

extension RuleDefinition: Hashable {
    /// Rules are equal if they print alike; where the expression stood does not matter.
    package static func == (first: RuleDefinition, second: RuleDefinition) -> Bool {
        first.kind == second.kind && first.name == second.name && first.labels == second.labels
            && first.annotations == second.annotations && first.holdMilliseconds == second.holdMilliseconds
            && first.keepFiringForMilliseconds == second.keepFiringForMilliseconds
            && first.expression.description == second.expression.description
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(name)
    }
}
