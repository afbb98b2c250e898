/// A record of an answer.
enum DNSRecord: Sendable, Hashable {
    case service(target: String, port: Int)
    case mail(target: String)
    case nameServer(target: String)
    case address(String)
    /// Another name for the name; what it leads to is in the answer too.
    case alias
    case other(type: UInt16)
}
