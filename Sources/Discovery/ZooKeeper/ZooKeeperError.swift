/// Why a ZooKeeper server's nodes are not known.
enum ZooKeeperError: Error, Hashable, CustomStringConvertible {
    case unresolved(server: String, reason: String)
    case failed(server: String, call: String, number: Int32)
    case closed(server: String)
    case timedOut(server: String)
    case malformed
    /// The server answered a request with an error.
    case refused(code: Int32, path: String)
    /// The server does not know the session any more.
    case expired
    case noThread
    case cancelled

    /// What servers say of a path that is not there.
    static let noNode: Int32 = -101

    var description: String {
        switch self {
        case .unresolved(let server, let reason): "lookup \(server): \(reason)"
        case .failed(let server, let call, let number): "\(call) \(server): error \(number)"
        case .closed(let server): "zk: connection to \(server) closed"
        case .timedOut(let server): "zk: no answer from \(server)"
        case .malformed: "zk: malformed message"
        case .refused(-101, let path): "zk: node does not exist: \(path)"
        case .refused(-102, let path): "zk: not authenticated: \(path)"
        case .refused(let code, let path): "zk: error \(code): \(path)"
        case .expired: "zk: session has been expired by the server"
        case .noThread: "the system has no thread for the connection"
        case .cancelled: "context canceled"
        }
    }
}
