package import Storage

/// Why a query has no answer, in upstream's words.
package enum PromQLError: Error, Hashable, CustomStringConvertible {
    /// The query does not parse or its types do not fit; the text carries line and column.
    case parse(String)
    /// The request around the query is wrong.
    case badData(String)
    /// The evaluation came upon something that has no meaning.
    case execution(String)
    /// The query would hold more samples than `--query.max-samples`.
    case tooManySamples
    /// The time for the query ran out while it was doing `stage`.
    case timeout(stage: String)
    /// The one who asked has gone, or the engine is being shut down.
    case canceled(stage: String)
    /// The time for the query ran out while it waited for a slot.
    case queueDeadline
    /// The storage failed.
    case storage(StorageError)

    /// The kinds that an API client can tell apart.
    package enum Kind: String, Sendable {
        case badData = "bad_data"
        case execution
        case timeout
        case canceled
    }

    package var kind: Kind {
        switch self {
        case .parse, .badData, .queueDeadline: .badData
        case .execution, .tooManySamples, .storage: .execution
        case .timeout: .timeout
        case .canceled: .canceled
        }
    }

    package var description: String {
        switch self {
        case .parse(let text), .badData(let text), .execution(let text): text
        case .tooManySamples:
            "query processing would load too many samples into memory in query execution"
        case .timeout(let stage): "query timed out in \(stage)"
        case .canceled(let stage): "query was canceled in \(stage)"
        case .queueDeadline: "context deadline exceeded"
        case .storage(let error): "expanding series: \(error)"
        }
    }
}
