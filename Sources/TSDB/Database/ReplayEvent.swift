/// What happens while a data directory is opened, for the log.
package enum ReplayEvent: Sendable, Equatable {
    /// Head chunk files are looked for.
    case chunksStarted
    /// Head chunk files were found to be damaged: they are deleted, and the log has their samples.
    case chunkDamageFound(String)
    /// The chunks in head chunk files are known.
    case chunksLoaded(took: Duration)
    /// The snapshot that was made when the server stopped is read.
    case snapshotStarted
    /// The snapshot was read.
    case snapshotLoaded(took: Duration)
    /// The snapshot is of no use: it is removed, and the log has all of it.
    case snapshotFailed(String)
    /// The replay of the write-ahead log begins.
    case started
    /// The checkpoint was replayed.
    case checkpointLoaded
    /// A segment was replayed.
    case segmentLoaded(Int, last: Int, took: Duration)
    /// A segment of the write-behind log was replayed.
    case lateSegmentLoaded(Int, last: Int, took: Duration)
    /// Damage of the write-behind log was found and is repaired.
    case lateDamageFound(String)
    /// Damage was found and is repaired.
    case damageFound(String)
    /// All was replayed.
    case finished(checkpoint: Duration, segments: Duration)
}
