internal import Dispatch

extension ServingLoop: TaskExecutor {
    /// Runs a part of a task on the loop's thread, or on another one when the loop has ended.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        guard !append(job) else { return }
        // Safe: the closure keeps the executor; the job is run once.
        DispatchQueue.global().async { [self] in unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
