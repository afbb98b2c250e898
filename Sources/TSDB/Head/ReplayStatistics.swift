/// What a replay of the write-ahead log did.
package struct ReplayStatistics: Sendable, Hashable {
    /// Series created.
    package var series = 0
    /// Chunks found in head chunk files.
    package var chunks = 0
    /// Samples stored.
    package var samples = 0
    /// Samples that were there already or too old.
    package var skippedSamples = 0
    /// What the log has of series that it does not tell of.
    package var unknown = UnknownReferences()
    /// The same of the write-behind log.
    package var unknownLate = UnknownReferences()
    /// Records of kinds that are not stored yet.
    package var skippedRecords: [WALRecordKind: Int] = [:]
    /// What was done about damage.
    package var repairs: [WALRepair] = []
    /// What was done about damage in the checkpoint.
    package var checkpointRepair: CheckpointRepair?
    /// What was done about damage of the write-behind log.
    package var lateRepairs: [WALRepair] = []
    /// Snapshots of the head that could not be read.
    package var snapshotErrors = 0
    /// How long it took.
    package var durationMilliseconds: Int64 = 0

    /// How much the log has of series that it does not tell of.
    package var unknownReferences: Int { unknown.total }

    /// How often damage was found in the log.
    package var corruptionCount: Int { repairs.count + lateRepairs.count + (checkpointRepair == nil ? 0 : 1) }

    package init() {}
}
