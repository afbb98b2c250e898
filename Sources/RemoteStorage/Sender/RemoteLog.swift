package import Logging
internal import Synchronization

/// A logger that says the same thing once a minute at most.
package final class RemoteLog: Sendable {
    private static let interval = Duration.seconds(60)
    private static let most = 1000

    private let logger: Logger
    private let said = Mutex<[String: ContinuousClock.Instant]>([:])

    package init(_ logger: Logger) { self.logger = logger }

    /// Logs, if the same was not logged in the last minute.
    package func log(_ level: Logger.Level, _ message: String, _ metadata: [(String, String)] = []) {
        let key = metadata.reduce("\(level) \(message)") { $0 + " \($1.0)=\($1.1)" }
        let now = ContinuousClock.now
        let isNew = said.withLock { said in
            if let last = said[key], last.duration(to: now) < Self.interval { return false }
            if said.count >= Self.most { said = said.filter { $0.value.duration(to: now) < Self.interval } }
            said[key] = now
            return true
        }
        guard isNew else { return }
        var fields: Logger.Metadata = [:]
        for (name, value) in metadata { fields[name] = "\(value)" }
        logger.log(level: level, "\(message)", metadata: fields)
    }
}
