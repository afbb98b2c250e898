/// When which target is scraped next: a state machine without a clock of its own.
///
/// All times are nanoseconds of one monotonic clock. A target ticks at a fixed pace from its first scrape on; a tick that finds
/// the last scrape still running waits for its end, and further ones are lost.
struct ScrapeSchedule {
    private struct Ticker {
        var due: Int64
        let interval: Int64
        var isRunning = false
        var isTickWaiting = false
    }

    private struct Timer {
        let due: Int64
        let event: ScrapeEvent
    }

    private var tickers: [UInt64: Ticker] = [:]
    private var departures: [UInt64: Int64] = [:]
    private var sync: Int64?
    /// A binary heap by `due`.
    ///
    /// A timer counts only if its event is still due at its time.
    private var timers: [Timer] = []

    init() {}

    /// The time of the next event, `nil` if nothing is planned.
    var nextDue: Int64? {
        mutating get {
            while let timer = timers.first, !isValid(timer) { removeFirst() }
            return timers.first?.due
        }
    }

    // MARK: Planning

    /// Scrapes `target` at `first` and then every `interval`.
    mutating func start(_ target: UInt64, first: Int64, interval: Int64) {
        precondition(interval > 0, "a target is scraped at a positive interval")
        // A target that was removed while it was scraped, and came back, is still being scraped.
        let isRunning = tickers[target]?.isRunning ?? false
        tickers[target] = Ticker(due: first, interval: interval, isRunning: isRunning)
        insert(Timer(due: first, event: .scrape(target)))
    }

    /// Scrapes `target` no more.
    ///
    /// - Returns: when it would have been scraped next.
    mutating func stop(_ target: UInt64) -> Int64? { tickers.removeValue(forKey: target)?.due }

    /// Plans the end of a target that is gone.
    mutating func depart(_ target: UInt64, at due: Int64) {
        departures[target] = due
        insert(Timer(due: due, event: .departure(target)))
    }

    /// The target is back.
    mutating func cancelDeparture(_ target: UInt64) { departures[target] = nil }

    /// Plans the taking of discovered targets, unless it is planned already.
    mutating func planSync(at due: Int64) {
        guard sync == nil else { return }
        sync = due
        insert(Timer(due: due, event: .sync))
    }

    // MARK: Time

    /// Takes all events that are due at `now`.
    mutating func takeDue(_ now: Int64) -> [ScrapeEvent] {
        var events: [ScrapeEvent] = []
        while let timer = timers.first, timer.due <= now {
            removeFirst()
            guard isValid(timer) else { continue }
            switch timer.event {
            case .scrape(let target): if tick(target, now) { events.append(timer.event) }
            case .departure(let target):
                departures[target] = nil
                events.append(timer.event)
            case .sync:
                sync = nil
                events.append(timer.event)
            }
        }
        return events
    }

    /// Notes that the scrape of `target` has ended.
    ///
    /// - Returns: whether a tick was waiting for that: the target is to be scraped again at once.
    mutating func scrapeEnded(_ target: UInt64) -> Bool {
        guard var ticker = tickers[target] else { return false }
        let isTickWaiting = ticker.isTickWaiting
        ticker.isRunning = isTickWaiting
        ticker.isTickWaiting = false
        tickers[target] = ticker
        return isTickWaiting
    }

    private mutating func tick(_ target: UInt64, _ now: Int64) -> Bool {
        guard var ticker = tickers[target] else { return false }
        let isFree = !ticker.isRunning
        ticker.isRunning = true
        ticker.isTickWaiting = !isFree
        ticker.due += ticker.interval
        // After a pause of the whole machine: one scrape, not one for each missed tick.
        if ticker.due <= now { ticker.due += ((now - ticker.due) / ticker.interval + 1) * ticker.interval }
        tickers[target] = ticker
        insert(Timer(due: ticker.due, event: .scrape(target)))
        return isFree
    }

    private func isValid(_ timer: Timer) -> Bool {
        switch timer.event {
        case .scrape(let target): tickers[target]?.due == timer.due
        case .departure(let target): departures[target] == timer.due
        case .sync: sync == timer.due
        }
    }

    // MARK: Heap

    private mutating func insert(_ timer: Timer) {
        timers.append(timer)
        var child = timers.count - 1
        while child > 0, timers[child].due < timers[(child - 1) / 2].due {
            timers.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func removeFirst() {
        timers.swapAt(0, timers.count - 1)
        timers.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < timers.count {
                if timers[child].due < timers[least].due { least = child }
            }
            guard least != parent else { return }
            timers.swapAt(parent, least)
            parent = least
        }
    }
}
