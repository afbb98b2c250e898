/// The settings of one query.
///
/// What is `nil` is as the engine has it.
package struct QueryOptions: Sendable {
    package var lookbackMilliseconds: Int64?
    package var timeoutMilliseconds: Int64?
    /// The query as it was asked; the expression is printed where it is not given.
    package var text: String?
    /// Who asks.
    package var origin: QueryOrigin?
    /// Takes what each part of the query does.
    package var recorder: PlanRecorder?
    /// Whether samples are to be counted by steps too, if the engine allows that.
    package var countsSteps = false

    package init(lookbackMilliseconds: Int64? = nil, timeoutMilliseconds: Int64? = nil) {
        self.lookbackMilliseconds = lookbackMilliseconds
        self.timeoutMilliseconds = timeoutMilliseconds
    }
}
