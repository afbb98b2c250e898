/// Why a name cannot be looked up.
enum DNSError: Error, Hashable, CustomStringConvertible {
    case unreadableSettings(String)
    case malformed
    case truncatedOverTCP
    case timedOut(server: String)
    case failed(server: String, call: String, number: Int32)
    case refused(server: String, code: UInt8)
    case noServers
    case unresolved(name: String)
    case noThread
    case cancelled

    var description: String {
        switch self {
        case .unreadableSettings(let reason): "could not load resolv.conf: \(reason)"
        case .malformed: "bad message from server"
        case .truncatedOverTCP: "got truncated message on TCP (64kiB limit exceeded?)"
        case .timedOut(let server): "no answer from \(server)"
        case .failed(let server, let call, let number): "\(call) \(server): error \(number)"
        case .refused(let server, let code): "server \(server) answered with code \(code)"
        case .noServers: "no name servers"
        case .unresolved(let name):
            "could not resolve \"\(name)\": all servers responded with errors to at least one search domain"
        case .noThread: "the system has no thread for the lookup"
        case .cancelled: "context canceled"
        }
    }
}
