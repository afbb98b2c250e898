/// The settings of one query.
///
/// What is `nil` is as the engine has it.
package struct QueryOptions: Sendable {
    package var lookbackMilliseconds: Int64?
    package var timeoutMilliseconds: Int64?

    package init(lookbackMilliseconds: Int64? = nil, timeoutMilliseconds: Int64? = nil) {
        self.lookbackMilliseconds = lookbackMilliseconds
        self.timeoutMilliseconds = timeoutMilliseconds
    }
}
