/// What one part of a query did, as it was found by running the query.
package struct PlanNodeMeasure: Sendable, Hashable {
    /// The part as text.
    package let expression: String
    /// What evaluates it.
    package let node: String
    /// The parts that its input comes from, as positions in the plan.
    package internal(set) var inputs: [Int] = []
    /// Series that it took from its inputs, or from the storage.
    package internal(set) var seriesIn = 0
    /// Series that it handed on, counted again for each time that it was evaluated.
    package internal(set) var seriesOut = 0
    /// Values of those series at all steps.
    package internal(set) var pointsOut = 0
    /// Samples that were decoded for it and its inputs, each counted once.
    package internal(set) var samplesRead = 0
    /// Time spent in it and its inputs.
    package internal(set) var seconds = 0.0
    /// The most samples that it and its inputs held at one time.
    package internal(set) var peakSamplesHeld = 0
}
