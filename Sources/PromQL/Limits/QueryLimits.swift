import Synchronization

/// How long a query may run and how much it may hold.
///
/// Shared by the threads that work on it and the one that waits.
final class QueryLimits: Sendable {
    let maximumSamples: Int
    let deadline: ContinuousClock.Instant
    private let isCancelled = Atomic<Bool>(false)
    private let held = Atomic<Int>(0)
    private let peak = Atomic<Int>(0)

    init(maximumSamples: Int, deadline: ContinuousClock.Instant) {
        self.maximumSamples = maximumSamples
        self.deadline = deadline
    }

    /// Makes the next check fail.
    func cancel() { isCancelled.store(true, ordering: .relaxed) }

    var hasPassed: Bool { ContinuousClock.now >= deadline }

    /// The most samples held at one time so far.
    var peakSamples: Int { peak.load(ordering: .relaxed) }

    /// The samples held now.
    var samplesHeld: Int { held.load(ordering: .relaxed) }

    /// Throws if the query was cancelled; costs nothing that could be measured for each series.
    func checkCancellation() throws(PromQLError) {
        if isCancelled.load(ordering: .relaxed) { throw .canceled(stage: "expression evaluation") }
    }

    /// Throws if the query was cancelled or its time is over.
    func check(_ stage: String = "expression evaluation") throws(PromQLError) {
        if isCancelled.load(ordering: .relaxed) { throw .canceled(stage: stage) }
        if hasPassed { throw .timeout(stage: stage) }
    }

    /// Counts samples that are kept in memory from now on.
    func hold(_ count: Int) throws(PromQLError) {
        let now = held.add(count, ordering: .relaxed).newValue
        if now > peak.load(ordering: .relaxed) { peak.max(now, ordering: .relaxed) }
        guard now <= maximumSamples else { throw .tooManySamples }
    }

    /// Counts samples that are not kept any more.
    func release(_ count: Int) { held.subtract(count, ordering: .relaxed) }
}
