import Scraping
import Synchronization

extension ScrapeClock {
    /// A clock that jumps to the time that is waited for, so that scrapes follow each other without a pause.
    static func hurried() -> ScrapeClock {
        final class Time: Sendable {
            let now = Mutex<Int64>(1_000_000_000)
        }
        let time = Time()
        return ScrapeClock(
            wallNanoseconds: { 1_700_000_000_000_000_000 + time.now.withLock { $0 } },
            monotonicNanoseconds: { time.now.withLock { $0 } },
            sleep: { deadline in time.now.withLock { $0 = max($0, deadline) } }
        )
    }
}
