import Logging
import TSDB

extension Logger {
    /// Tells of the replay as upstream does.
    func log(_ event: ReplayEvent) {
        switch event {
        case .chunksStarted: info("Replaying on-disk memory mappable chunks if any")
        case .chunkDamageFound(let damage): error("Loading on-disk chunks failed", metadata: ["err": "\(damage)"])
        case .chunksLoaded(let duration):
            info("On-disk memory mappable chunks replay completed", metadata: ["duration": "\(duration.goText)"])
        case .snapshotStarted: info("Chunk snapshot is enabled, replaying from the snapshot")
        case .snapshotLoaded(let duration):
            info("Chunk snapshot loading time", metadata: ["duration": "\(duration.goText)"])
        case .snapshotFailed(let damage): error("Failed to load chunk snapshot", metadata: ["err": "\(damage)"])
        case .started: info("Replaying WAL, this may take a while")
        case .checkpointLoaded: info("WAL checkpoint loaded")
        case .segmentLoaded(let segment, let last, let duration):
            info(
                "WAL segment loaded",
                metadata: ["segment": "\(segment)", "maxSegment": "\(last)", "duration": "\(duration.goText)"]
            )
        case .lateSegmentLoaded(let segment, let last, let duration):
            info(
                "WBL segment loaded",
                metadata: ["segment": "\(segment)", "maxSegment": "\(last)", "duration": "\(duration.goText)"]
            )
        case .lateDamageFound(let damage):
            warning("Encountered WBL read error, attempting repair", metadata: ["err": "\(damage)"])
        case .damageFound(let damage):
            warning("Encountered WAL read error, attempting repair", metadata: ["err": "\(damage)"])
        case .finished(let checkpoint, let segments):
            info(
                "WAL replay completed",
                metadata: [
                    "checkpoint_replay_duration": "\(checkpoint.goText)",
                    "wal_replay_duration": "\(segments.goText)",
                    "total_replay_duration": "\((checkpoint + segments).goText)",
                ]
            )
        }
    }

    /// Tells what the replay could not keep.
    func logLosses(_ replay: ReplayStatistics) {
        if let repair = replay.checkpointRepair { warning("\(repair)") }
        for repair in replay.repairs + replay.lateRepairs { warning("\(repair)") }
        if replay.unknownReferences > 0 {
            let unknown = replay.unknown
            warning(
                "Unknown series references",
                metadata: [
                    "series": "\(unknown.series.count)", "samples": "\(unknown.samples)",
                    "exemplars": "\(unknown.exemplars)", "histograms": "\(unknown.histograms)",
                    "metadata": "\(unknown.metadata)", "tombstones": "\(unknown.tombstones)",
                ]
            )
        }
        if replay.unknownLate.total > 0 {
            let unknown = replay.unknownLate
            warning(
                "Unknown series references for ooo WAL replay",
                metadata: [
                    "series": "\(unknown.series.count)", "samples": "\(unknown.samples)",
                    "histograms": "\(unknown.histograms)", "mmap_markers": "\(unknown.markers)",
                ]
            )
        }
        for (kind, count) in replay.skippedRecords.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            warning("WAL records are not loaded by this version", metadata: ["type": "\(kind)", "records": "\(count)"])
        }
    }
}
