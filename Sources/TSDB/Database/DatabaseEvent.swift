/// Something that happened in an open database, for the log.
package struct DatabaseEvent: Sendable {
    /// How much it matters.
    package enum Severity: Sendable {
        case debug
        case information
        case warning
        case error
    }

    package let severity: Severity
    /// What happened, in upstream's words.
    package let message: String
    /// The facts, in the order in which they are shown.
    package let facts: [(name: String, value: String)]

    init(_ severity: Severity, _ message: String, _ facts: [(name: String, value: String)]) {
        self.severity = severity
        self.message = message
        self.facts = facts
    }
}
