/// The quantiles that a summary estimates, each with its allowed error in rank, over a sliding window.
public struct SummaryObjectives: Sendable, Hashable {
    /// A quantile in 0...1 and the rank error that is allowed for it.
    public struct Target: Sendable, Hashable {
        /// The quantile.
        public let quantile: Double
        /// The allowed error of its rank, such as 0.01.
        public let error: Double

        /// Creates a target.
        public init(quantile: Double, error: Double) {
            self.quantile = quantile
            self.error = error
        }
    }

    /// The targets by ascending quantile.
    public let targets: [Target]
    /// How long an observation counts.
    public let windowSeconds: Double
    /// How many steps the window moves in.
    public let windowSteps: Int

    /// Creates objectives over a window of ten minutes that moves in five steps.
    public init(_ targets: [Target], windowSeconds: Double = 600, windowSteps: Int = 5) {
        self.targets = targets.sorted { $0.quantile < $1.quantile }
        self.windowSeconds = windowSeconds
        self.windowSteps = max(1, windowSteps)
    }

    /// No quantiles: only the sum and the number of observations.
    public static let none = SummaryObjectives([])

    /// The median (±0.05), 0.9 (±0.01) and 0.99 (±0.001).
    public static let standard = SummaryObjectives([
        Target(quantile: 0.5, error: 0.05), Target(quantile: 0.9, error: 0.01), Target(quantile: 0.99, error: 0.001),
    ])

    /// 0.01, 0.05, 0.5, 0.9 and 0.99: both tails.
    public static let extended = SummaryObjectives([
        Target(quantile: 0.01, error: 0.001), Target(quantile: 0.05, error: 0.005), Target(quantile: 0.5, error: 0.05),
        Target(quantile: 0.9, error: 0.01), Target(quantile: 0.99, error: 0.001),
    ])
}
