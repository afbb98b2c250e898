import Logging
import TSDB

extension Logger {
    /// Tells of what happens in an open database.
    func log(_ event: DatabaseEvent) {
        let metadata = Logger.Metadata(
            event.facts.map { ($0.name, "\($0.value)") },
            uniquingKeysWith: { first, _ in first }
        )
        let level: Logger.Level =
            switch event.severity {
            case .debug: .debug
            case .information: .info
            case .warning: .warning
            case .error: .error
            }
        log(level: level, "\(event.message)", metadata: metadata)
    }
}
