internal import PrometheusWire
internal import Storage

/// Why a request could not be handled as a whole.
enum RemoteWriteError: Error, CustomStringConvertible {
    case storage(StorageError)
    case wire(WireError)

    var description: String {
        switch self {
        case .storage(let error): error.description
        case .wire(let error): error.description
        }
    }

    var response: RemoteWriteResponse {
        switch self {
        case .storage: RemoteWriteResponse(status: 500, message: description)
        case .wire: .badRequest(description)
        }
    }
}
