/// What a query cost: the API's `stats`.
package struct QueryStatistics: Sendable, Hashable {
    /// Samples that were looked at, counted again for each step that they take part in.
    package var totalQueryableSamples: Int = 0
    /// Samples that were read, each counted once.
    package var samplesRead: Int = 0
    /// The most samples that were held in memory at one time.
    package var peakSamples: Int = 0
    /// The same by steps, if that was asked for.
    package var steps: [Step]?
    package var timings = Timings()

    package init() {}

    /// The samples of one step.
    package struct Step: Sendable, Hashable {
        /// Milliseconds since the Unix epoch.
        package let timestamp: Int64
        package let totalQueryableSamples: Int
        package let samplesRead: Int
    }

    /// Durations in seconds.
    package struct Timings: Sendable, Hashable {
        package var evalTotalTime = 0.0
        package var resultSortTime = 0.0
        package var queryPreparationTime = 0.0
        package var innerEvalTime = 0.0
        package var execQueueTime = 0.0
        package var execTotalTime = 0.0

        package init() {}
    }
}
