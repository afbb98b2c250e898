internal import PrometheusModel
internal import PrometheusClient

/// Evaluates one group on its schedule until it is stopped.
final class RuleLoop: Sendable {
    let group: RuleGroup
    private let stopping = Latch()
    private let removing = Latch()
    private let finished = Latch()

    init(_ group: RuleGroup) { self.group = group }

    /// Evaluates at the group's slots; slots that pass while an evaluation runs are missed for good.
    func run() async {
        let context = group.context
        let interval = group.definition.intervalMilliseconds
        var slot = group.nextSlot(after: context.clock.nowMilliseconds())
        while await isDue(slot) {
            let missed = (context.clock.nowMilliseconds() - slot) / interval
            if missed > 0 {
                group.metrics.iterationsMissed.increment(by: Int(missed))
                group.metrics.iterations.increment(by: Int(missed))
                slot += missed * interval
            }
            await group.evaluate(at: slot, isStopping: { stopping.isOpen })
            slot += interval
        }
        finished.open()
        guard removing.isOpen, !Task.isCancelled else { return }
        // A renamed group has had time to take the series over; then they would be written after this time.
        let end = context.clock.nowMilliseconds()
        guard (try? await context.sleep(2 * interval)) != nil else { return }
        group.endAllSeries(at: end)
    }

    /// Stops the loop and waits for the running evaluation; `isStarted` says whether a task runs the loop.
    func stop(isRemoved: Bool, isStarted: Bool) async {
        if isRemoved { removing.open() }
        stopping.open()
        if isStarted { await finished.wait() }
    }

    /// Waits until `slot`; `false` if the loop is to end instead.
    private func isDue(_ slot: Int64) async -> Bool {
        let context = group.context
        let delay = max(0, slot - context.clock.nowMilliseconds())
        guard !stopping.isOpen, !Task.isCancelled else { return false }
        return await withTaskGroup(of: Bool.self) { tasks in
            tasks.addTask { (try? await context.sleep(delay)) != nil }
            tasks.addTask {
                await self.stopping.wait()
                return false
            }
            let first = await tasks.next() ?? false
            tasks.cancelAll()
            return first && !Task.isCancelled
        }
    }
}
