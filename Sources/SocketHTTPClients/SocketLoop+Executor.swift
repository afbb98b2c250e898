internal import Dispatch
internal import Synchronization

extension SocketLoop: TaskExecutor {
    /// Runs a part of a task on the loop's thread, or on another one if the loop has none.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        guard startThread() else { return runElsewhere(job) }
        let (isQueued, mustWake) = state.withLock { state in
            guard state.thread == .running else { return (false, false) }
            state.jobs.append(job)
            return (true, state.isLate(for: .min + 1))
        }
        if !isQueued { return runElsewhere(job) }
        if mustWake { wake() }
    }

    /// Runs what has been queued until now; what that queues runs after the next look at the sockets.
    func runJobs() {
        let jobs = state.withLock { state in
            defer { state.jobs = [] }
            return state.jobs
        }
        // Safe: the executor is not released while it runs; each job is run once.
        for job in jobs { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    private func runElsewhere(_ job: UnownedJob) {
        // Safe: the closure keeps the executor; the job is run once.
        DispatchQueue.global().async { [self] in unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    /// Waits for a time of the monotonic clock, or until the task is cancelled.
    ///
    /// For few at a time: each is looked at whenever the thread wakes.
    package func sleep(untilMonotonicNanoseconds deadline: Int64) async {
        guard startThread() else { return await Self.sleepElsewhere(deadline) }
        let id = state.withLock { $0.makeID() }
        let isSlept = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let (isTaken, mustWake) = state.withLock { state in
                    guard !state.isStopped else { return (false, false) }
                    state.sleepers[id] = (deadline, continuation)
                    return (true, state.isLate(for: deadline))
                }
                if !isTaken { continuation.resume() }
                if mustWake { wake() }
                // The handler may have come too early to find the sleeper.
                if Task.isCancelled { endSleep(id) }
            }
            return Self.now >= deadline
        } onCancel: {
            endSleep(id)
        }
        // The loop was stopped; whoever waits for the time still does.
        if !isSlept, !Task.isCancelled { await Self.sleepElsewhere(deadline) }
    }

    private func endSleep(_ id: UInt64) {
        state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume()
    }

    private static func sleepElsewhere(_ deadline: Int64) async {
        // Cancellation ends the wait, and the caller looks for it.
        try? await Task.sleep(nanoseconds: UInt64(max(0, deadline - now)))
    }
}
