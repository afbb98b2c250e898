/// What ends a server that was running.
enum ServerError: Error, Hashable, CustomStringConvertible {
    case storage(String)
    case configuration(String)
    case web(String)
    /// Metrics that are registered twice are a mistake of ours.
    case metrics(String)

    var description: String {
        switch self {
        case .storage(let text), .configuration(let text), .web(let text), .metrics(let text): text
        }
    }
}
