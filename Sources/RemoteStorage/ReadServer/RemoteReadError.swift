internal import Storage

/// Why a remote read cannot be answered.
enum RemoteReadError: Error, CustomStringConvertible {
    case badRequest(String)
    case sampleLimit(Int)
    case invalidMatcher(String)
    case storage(StorageError)

    var description: String {
        switch self {
        case .badRequest(let reason), .invalidMatcher(let reason): reason
        case .sampleLimit(let limit): "exceeded sample limit (\(limit))"
        case .storage(let error): error.description
        }
    }

    var status: Int {
        switch self {
        case .badRequest, .sampleLimit: 400
        case .invalidMatcher, .storage: 500
        }
    }
}
