/// What only the one who maintains the database needs.
///
/// Whoever has it may compact, delete, or take a snapshot; the others wait.
struct MaintenanceState: Sendable {
    /// The problems that the log has heard of, by the names of blocks.
    var reported: [String: String] = [:]
    /// The directories of blocks whose times were corrected, of which the log has heard.
    var corrected: Set<String> = []
    /// The overlaps that the log has heard of.
    var overlaps = ""
    /// How long to wait after the next failure, in milliseconds.
    var backoffMilliseconds: Int64 = MaintenanceState.shortestBackoff
    /// When the head may be compacted, in milliseconds since the Unix epoch; `nil` if that is not being put off.
    var delayedUntil: Int64?
    /// The list of uploaded blocks and when it was read.
    var uploaded: (names: Set<String>, readAt: Int64)?

    static let shortestBackoff: Int64 = 1000
    static let longestBackoff: Int64 = 60_000

    init() {}
}
