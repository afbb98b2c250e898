/// Scrapes all targets of all jobs: keeps a pool for each job and applies configuration and discovery to them.
///
/// The asking functions may be called from anywhere at any time; they copy what they answer.
package final class ScrapeCoordinator: Sendable {
    package init() {}

    /// Scrapes until the task is cancelled.
    package func run() async {}

    /// The state of the jobs' targets, sorted by job name.
    package func pools() -> [ScrapePoolStatus] { [] }

    /// The metadata of all active targets, sorted by job name.
    package func metadata() -> [TargetMetadata] { [] }
}
