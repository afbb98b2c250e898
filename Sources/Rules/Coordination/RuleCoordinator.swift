internal import PrometheusClient
internal import Logging
internal import PrometheusModel
internal import Synchronization

/// Evaluates all rule groups: keeps a loop for each group and applies configurations to them.
///
/// The asking functions may be called from anywhere at any time; they copy what they answer.
package final class RuleCoordinator: Sendable {
    /// Rule files that were loaded for a configuration and wait for `apply`.
    package struct Prepared: Sendable {
        let settings: RuleSettings
        let groups: [RuleGroupDefinition]
    }

    private struct State {
        /// Sorted by file and name.
        var loops: [RuleLoop] = []
        var isRunning = false
        var wasApplied = false
    }

    private let context: RuleContext
    private let state = Mutex(State())
    private let started: AsyncStream<RuleLoop>
    private let starting: AsyncStream<RuleLoop>.Continuation

    package init(_ context: RuleContext) {
        self.context = context
        (started, starting) = AsyncStream.makeStream()
    }

    /// Reads and checks the rule files of a configuration; changes nothing.
    package func prepare(_ settings: RuleSettings) throws(RuleFileError) -> Prepared {
        do throws(RuleFileError) {
            let groups = try RuleFiles.load(settings) { file in
                context.logger.warning("\(RuleFiles.secondDocumentText)", metadata: ["file": "\(file)"])
            }
            return Prepared(settings: settings, groups: groups)
        } catch {
            for message in error.messages {
                context.logger.error("loading groups failed", metadata: ["err": "\(message)"])
            }
            throw error
        }
    }

    /// Changes to the groups of a new configuration.
    ///
    /// Equal groups go on undisturbed, changed ones keep the state of the
    /// rules that are still there, the series of removed ones end. One call at a time.
    package func apply(_ prepared: Prepared) async {
        let (old, isRunning, isFirst) = state.withLock { state in
            defer { state.wasApplied = true }
            return (state.loops, state.isRunning, !state.wasApplied)
        }
        var known = Dictionary(old.map { ($0.group.definition.key, $0) }, uniquingKeysWith: { first, _ in first })
        var loops: [RuleLoop] = []
        var fresh: [RuleLoop] = []
        for definition in prepared.groups {
            let previous = known.removeValue(forKey: definition.key)
            if let previous, previous.group.definition == definition {
                previous.group.state.withLock {
                    $0.defaultQueryOffset = prepared.settings.queryOffsetMilliseconds
                }
                loops.append(previous)
                continue
            }
            let group = RuleGroup(definition, prepared.settings, context, needsRestoration: isFirst)
            if let previous {
                await previous.stop(isRemoved: false, isStarted: isRunning)
                group.takeOver(from: previous.group)
            }
            let loop = RuleLoop(group)
            loops.append(loop)
            fresh.append(loop)
        }
        for removed in known.values {
            await removed.stop(isRemoved: true, isStarted: isRunning)
            context.metrics.remove(removed.group.definition.key)
        }
        loops.sort {
            ($0.group.definition.file, $0.group.definition.name) < ($1.group.definition.file, $1.group.definition.name)
        }
        state.withLock { $0.loops = loops }
        for loop in fresh { starting.yield(loop) }
    }

    /// Evaluates until the task is cancelled; called once.
    package func run() async {
        state.withLock { $0.isRunning = true }
        await withDiscardingTaskGroup { tasks in
            for await loop in started { tasks.addTask { await loop.run() } }
            tasks.cancelAll()
        }
        state.withLock { $0.isRunning = false }
    }

    /// The state of all groups, sorted by file and name.
    package func groups() -> [RuleGroupStatus] { state.withLock(\.loops).map(\.group.status) }

    /// The groups themselves, sorted by file and name.
    var runningGroups: [RuleGroup] { state.withLock(\.loops).map(\.group) }

    /// The pending and firing alerts of all groups, in the order of `groups()`.
    package func activeAlerts() -> [ActiveAlert] {
        groups().flatMap(\.rules).flatMap { rule -> [ActiveAlert] in
            if case .alerting(let alerting) = rule.kind { alerting.alerts } else { [] }
        }
    }
}
