/// What `status/runtimeinfo` tells about the running process, under the names that upstream's runtime gives it.
package struct RuntimeFacts: Sendable, Hashable {
    /// Threads, the nearest thing that we have to goroutines.
    package var threadCount: Int
    /// Threads that compute at one time: `GOMAXPROCS`.
    package var processorCount: Int
    /// The memory that the process tries to stay below: `GOMEMLIMIT`; the greatest number if there is no limit.
    package var memoryLimitBytes: Int
    /// `GOGC`, as the configuration or the environment has it.
    package var collectionPercentage: String
    /// `GODEBUG`, as the environment has it.
    package var debugSettings: String

    package init(
        threadCount: Int,
        processorCount: Int,
        memoryLimitBytes: Int,
        collectionPercentage: String,
        debugSettings: String
    ) {
        self.threadCount = threadCount
        self.processorCount = processorCount
        self.memoryLimitBytes = memoryLimitBytes
        self.collectionPercentage = collectionPercentage
        self.debugSettings = debugSettings
    }
}
