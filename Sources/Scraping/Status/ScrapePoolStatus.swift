/// The targets of one job.
package struct ScrapePoolStatus: Sendable {
    /// The name of the job.
    package var name: String
    /// The active targets, sorted by URL and labels.
    package var active: [TargetStatus]
    /// The dropped targets, at most as many as `keep_dropped_targets` allows.
    package var dropped: [DroppedTarget]
    /// The number of dropped targets, not limited.
    package var droppedCount: Int
}
