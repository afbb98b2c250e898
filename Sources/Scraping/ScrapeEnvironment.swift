package import HTTPClients
package import Logging
package import Storage

/// What scraping needs from the rest of the server.
package struct ScrapeEnvironment: Sendable {
    package var store: any SampleStore
    /// Makes the client of a job; an error refuses the job's configuration.
    package var makeClient: @Sendable (HTTPClientSettings) throws -> any HTTPClient
    package var clock: ScrapeClock
    package var logger: Logger
    package var options: ScrapeOptions
    /// Where scrapes run; `nil` for the threads that all tasks share.
    package var executor: (any TaskExecutor)?

    package init(
        store: any SampleStore,
        makeClient: @escaping @Sendable (HTTPClientSettings) throws -> any HTTPClient,
        clock: ScrapeClock = .system,
        logger: Logger,
        options: ScrapeOptions = ScrapeOptions(),
        executor: (any TaskExecutor)? = nil
    ) {
        self.store = store
        self.makeClient = makeClient
        self.clock = clock
        self.logger = logger
        self.options = options
        self.executor = executor
    }
}
