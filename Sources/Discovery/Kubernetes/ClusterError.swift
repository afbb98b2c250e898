/// Why objects of a cluster are not known.
enum ClusterError: Error, Hashable, CustomStringConvertible {
    /// The server does not remember the version that was asked for: everything must be listed again.
    case expired(String)
    /// The server refused.
    case refused(status: Int, message: String)
    /// The server sent something that is no list or watch.
    case malformed(String)

    var description: String {
        switch self {
        case .expired(let message): message
        case .refused(_, let message): message
        case .malformed(let reason): reason
        }
    }

    /// What an object of the kind `Status` tells.
    init(status bytes: [UInt8], code: Int, reason: String) {
        let status = try? JSONValue(parsing: bytes)
        var message = status?["message"].text ?? ""
        if message.isEmpty { message = "the server responded with the status code \(code) \(reason)" }
        let code = status?["code"].integer ?? code
        let name = status?["reason"].text ?? ""
        self =
            code == 410 || name == "Expired" || name == "Gone"
            ? .expired(message)
            : .refused(status: code, message: message)
    }
}
