/// One `eval` of a script with what it expects.
struct ScriptCase {
    let line: Int
    let query: String
    /// Milliseconds; equal for instant queries.
    let start: Int64
    let end: Int64
    /// `nil` for instant queries.
    let step: Int64?
    var mustFail = false
    var failureText: String?
    var isOrdered = false
    var expectsWarning: Bool?
    var expectsInfo: Bool?
    var expectedString: String?
    var isRangeVector = false
    /// Lines of expected series or the expected number.
    var results: [String] = []
}
