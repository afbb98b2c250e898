import Synchronization

/// How many samples a part of a query looked at and read, in all and, if somebody wants to know, at each step.
final class SampleCounts: Sendable {
    /// The two numbers of one step, or of all.
    struct Pair: Sendable, Hashable {
        /// Samples that were looked at, counted again for each step that they take part in.
        var queryable = 0
        /// Samples that were read, each counted once.
        var read = 0

        static func += (_ sum: inout Pair, _ other: Pair) {
            sum.queryable += other.queryable
            sum.read += other.read
        }
    }

    let isPerStep: Bool
    private let queryable = Atomic<Int>(0)
    private let read = Atomic<Int>(0)
    private let perStep = Mutex<[Pair]>([])

    init(isPerStep: Bool) { self.isPerStep = isPerStep }

    /// Adds samples whose steps do not matter.
    ///
    /// Those of a part that is evaluated once belong to the first step.
    func add(_ pair: Pair) {
        guard isPerStep else { return addTotal(pair) }
        add([pair])
    }

    /// Adds samples by steps, from the first one on.
    func add(_ steps: [Pair]) {
        var total = Pair()
        for pair in steps { total += pair }
        addTotal(total)
        guard isPerStep else { return }
        perStep.withLock { known in
            if known.count < steps.count {
                known.append(contentsOf: repeatElement(Pair(), count: steps.count - known.count))
            }
            for index in steps.indices { known[index] += steps[index] }
        }
    }

    private func addTotal(_ pair: Pair) {
        queryable.add(pair.queryable, ordering: .relaxed)
        read.add(pair.read, ordering: .relaxed)
    }

    var total: Pair {
        Pair(queryable: queryable.load(ordering: .relaxed), read: read.load(ordering: .relaxed))
    }

    /// The numbers of the first `count` steps; only those that were counted by steps are known.
    func steps(_ count: Int) -> [Pair] {
        var known = perStep.withLock { $0 }
        if known.count < count { known.append(contentsOf: repeatElement(Pair(), count: count - known.count)) }
        return known
    }
}
