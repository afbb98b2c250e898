/// Why the body of a request could not be had.
package enum RequestBodyError: Error, Hashable, CustomStringConvertible {
    case tooLarge
    /// The connection broke, or the framing is wrong.
    case broken(String)

    package var description: String {
        switch self {
        case .tooLarge: "http: request body too large"
        case .broken(let reason): reason
        }
    }
}
