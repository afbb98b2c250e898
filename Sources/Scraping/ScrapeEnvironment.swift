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

    package init(
        store: any SampleStore,
        makeClient: @escaping @Sendable (HTTPClientSettings) throws -> any HTTPClient,
        clock: ScrapeClock = .system,
        logger: Logger,
        options: ScrapeOptions = ScrapeOptions()
    ) {
        self.store = store
        self.makeClient = makeClient
        self.clock = clock
        self.logger = logger
        self.options = options
    }
}
