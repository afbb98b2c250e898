/// One `eval` of a script with what it expects.
struct ScriptCase {
    let line: Int
    let query: String
    /// Milliseconds; equal for instant queries.
    let start: Int64
    let end: Int64
    /// `nil` for instant queries.
    let step: Int64?
    /// Whether the query must fail, and how.
    var failure: ScriptExpectation?
    var isOrdered = false
    var warnings: [ScriptExpectation] = []
    var infos: [ScriptExpectation] = []
    var forbidsWarnings = false
    var forbidsInfos = false
    /// The source of the expected string.
    var expectedString: String?
    /// The times of the expected range vector.
    var rangeVector: (start: Int64, end: Int64, step: Int64)?
    /// Lines of expected series or the expected number.
    var results: [String] = []
}
