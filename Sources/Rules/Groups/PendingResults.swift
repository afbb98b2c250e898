/// Results of rules that are stored together, because no rule in between reads them.
struct PendingResults {
    /// So many samples are not held back any longer.
    private static let sampleLimit = 5000
    /// Nor is any sample for longer.
    private static let longest = Duration.seconds(1)

    private(set) var outputs: [RuleOutput] = []
    private var sampleCount = 0
    private var began: ContinuousClock.Instant?

    /// Whether it is time to store.
    func isFull(at now: ContinuousClock.Instant) -> Bool {
        sampleCount >= Self.sampleLimit || began.map { $0.duration(to: now) > Self.longest } ?? false
    }

    mutating func add(_ output: RuleOutput, at now: ContinuousClock.Instant) {
        began = began ?? now
        sampleCount += output.values.count
        outputs.append(output)
    }

    /// Hands out everything.
    mutating func take() -> [RuleOutput] {
        defer { self = PendingResults() }
        return outputs
    }
}
