/// Why a rule has no result, in upstream's words.
struct RuleEvaluationError: Error, CustomStringConvertible {
    let description: String
    /// Whether the evaluation was only called off.
    let isCancellation: Bool

    init(_ description: String, isCancellation: Bool = false) {
        self.description = description
        self.isCancellation = isCancellation
    }
}
