internal import Logging
internal import PrometheusClient
internal import PrometheusModel
internal import StrictYAML

/// Reads target groups from files, again when they change.
///
/// The kernel tells of changes in the files' directories. Where it cannot (a directory that is not there yet, a system
/// without the means), the files are looked at every few seconds.
struct FileDiscovery: TargetProvider {
    let settings: FileDiscoverySettings
    let metrics: FileDiscoveryMetrics
    let timing: DiscoveryTiming
    let logger: Logger
    /// What tells of changes; `nil` if the system has nothing that does.
    let directories: DirectoryEvents?

    func run(_ report: @Sendable ([TargetGroup]) async -> Void) async {
        if let directories {
            let (subscriber, events) = directories.subscribe()
            await run(FileWatch(directories: directories, subscriber: subscriber), events, report)
            directories.unsubscribe(subscriber)
        } else {
            await run(nil, AsyncStream { _ in }, report)
        }
    }

    private func run(
        _ watch: FileWatch?,
        _ changes: AsyncStream<DirectoryEvent>,
        _ report: @Sendable ([TargetGroup]) async -> Void
    ) async {
        let (events, feeding) = AsyncStream.makeStream(of: DirectoryEvent.self, bufferingPolicy: .bufferingNewest(8))
        await withDiscardingTaskGroup { tasks in
            tasks.addTask { for await change in changes { feeding.yield(change) } }
            tasks.addTask { await tell(.refresh, every: .milliseconds(settings.refreshIntervalMilliseconds), feeding) }
            var isPolling = false
            var known: [String: [TargetGroup]] = [:]
            var seen: [String: FileStamp]?
            var event = DirectoryEvent.refresh
            var stream = events.makeAsyncIterator()
            repeat {
                let isWatched = watch?.follow(directoriesToWatch(), logger) ?? false
                let stamps = stamps()
                if event == .lost { metrics.watcherErrors.increment() }
                if event != .poll || stamps != seen {
                    let changed = refresh(Array(stamps.keys), &known)
                    // The first report is made even if it is empty, so that a job without files has its pool.
                    if !changed.isEmpty || seen == nil { await report(changed) }
                    seen = stamps
                }
                if !isWatched, !isPolling {
                    isPolling = true
                    tasks.addTask {
                        try? await timing.pause(timing.filePollInterval)
                        feeding.yield(.poll)
                    }
                }
                guard let next = await stream.next() else { break }
                if next == .poll { isPolling = false }
                // A writer may need a moment for the rest.
                if next == .changed { try? await timing.pause(timing.shortestDelay) }
                event = next
            } while !Task.isCancelled
            tasks.cancelAll()
        }
    }

    private func tell(
        _ event: DirectoryEvent,
        every interval: Duration,
        _ feed: AsyncStream<DirectoryEvent>.Continuation
    ) async {
        while (try? await timing.pause(interval)) != nil { feed.yield(event) }
    }

    /// The directories of the patterns, and of what links among the files lead to.
    private func directoriesToWatch() -> Set<String> {
        var all = Set(settings.files.map { FileWatch.directory(of: $0) })
        for path in settings.files.flatMap({ FilePattern($0).matches() }) {
            if let target = FileWatch.targetOfLink(path) { all.insert(FileWatch.directory(of: target)) }
        }
        return all
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
