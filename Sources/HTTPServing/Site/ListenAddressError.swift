/// Why a text is not an address to listen on, in the words of Go's `net` package.
package enum ListenAddressError: Error, Hashable, CustomStringConvertible {
    case missingPort(String)
    case tooManyColons(String)
    case unknownPort(String)
    case invalidPort(String)

    package var description: String {
        switch self {
        case .missingPort(let text): "listen tcp: address \(text): missing port in address"
        case .tooManyColons(let text): "listen tcp: address \(text): too many colons in address"
        case .unknownPort(let port): "listen tcp: lookup tcp/\(port): unknown port"
        case .invalidPort(let port): "listen tcp: address \(port): invalid port"
        }
    }
}
