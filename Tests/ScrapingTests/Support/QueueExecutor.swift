import Dispatch
import Synchronization

/// Runs tasks on one queue.
final class QueueExecutor: TaskExecutor {
    let queue = DispatchQueue(label: "scrapes")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // Safe: the closure keeps the executor; the job is run once.
        queue.async { [self] in unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
