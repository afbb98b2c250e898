/// What happens while a data directory is opened, for the log.
package enum ReplayEvent: Sendable, Equatable {
    /// The replay of the write-ahead log begins.
    case started
    /// The checkpoint was replayed.
    case checkpointLoaded
    /// A segment was replayed.
    case segmentLoaded(Int, last: Int, took: Duration)
    /// Damage was found and is repaired.
    case damageFound(String)
    /// All was replayed.
    case finished(checkpoint: Duration, segments: Duration)
}
