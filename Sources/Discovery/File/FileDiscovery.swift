internal import Logging
internal import PrometheusClient
internal import PrometheusModel
internal import StrictYAML

/// Reads target groups from files, again when they change.
///
/// Changes are found by looking at the files every few seconds: that needs no thread, works on every file system, and
/// cannot miss a file that is moved into place.
struct FileDiscovery: TargetProvider {
    let settings: FileDiscoverySettings
    let metrics: FileDiscoveryMetrics
    let timing: DiscoveryTiming
    let logger: Logger

    func run(_ report: @Sendable ([TargetGroup]) async -> Void) async {
        var known: [String: [TargetGroup]] = [:]
        var seen: [String: FileStamp]?
        var sinceRead = Duration.zero
        while !Task.isCancelled {
            let stamps = stamps()
            if stamps != seen || sinceRead >= .milliseconds(settings.refreshIntervalMilliseconds) {
                let changed = refresh(Array(stamps.keys), &known)
                // The first report is made even if it is empty, so that a job without files has its pool.
                if !changed.isEmpty || seen == nil { await report(changed) }
                seen = stamps
                sinceRead = .zero
            }
            do {
                try await timing.pause(timing.filePollInterval)
            } catch {
                return
            }
            sinceRead += timing.filePollInterval
        }
    }

    /// The matching files with what tells that one has changed.
    private func stamps() -> [String: FileStamp] {
        var stamps: [String: FileStamp] = [:]
        for path in settings.files.flatMap({ FilePattern($0).matches() }) { stamps[path] = FileStamp(path) }
        return stamps
    }

    /// Reads `paths`; the groups that are new or different, and empty groups for those that are gone.
    private func refresh(_ paths: [String], _ known: inout [String: [TargetGroup]]) -> [TargetGroup] {
        metrics.scanDuration.time {
            var changed: [TargetGroup] = []
            for path in paths.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
                do {
                    let groups = try TargetFile.read(path)
                    let before = known.updateValue(groups, forKey: path) ?? []
                    changed += Self.differences(from: before, to: groups)
                    metrics.modificationTimes[path].set(
                        Double(TextFile.modificationMilliseconds(path) ?? 0) / 1000
                    )
                } catch {
                    // What the file said last stays in effect.
                    metrics.readErrors.increment()
                    logger.error("Error reading file", metadata: ["path": "\(path)", "err": "\(error)"])
                }
            }
            for path in Set(known.keys).subtracting(paths) {
                changed += Self.differences(from: known.removeValue(forKey: path) ?? [], to: [])
                metrics.modificationTimes.remove(path)
            }
            return changed
        }
    }

    private static func differences(from before: [TargetGroup], to after: [TargetGroup]) -> [TargetGroup] {
        let kept = Set(before)
        let sources = Set(after.map(\.source))
        let gone = before.filter { !sources.contains($0.source) }
        return after.filter { !kept.contains($0) } + gone.map { TargetGroup(source: $0.source, targets: []) }
    }
}
