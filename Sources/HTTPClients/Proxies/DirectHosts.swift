/// The hosts that are reached without a proxy: the list in `no_proxy` and `NO_PROXY`.
struct DirectHosts: Sendable {
    /// One element of the list.
    private enum Rule: Sendable {
        case all
        case network(IPAddress, bits: Int)
        case address(IPAddress, port: Int?)
        /// The domain with its leading dot, and whether the domain itself counts too.
        case domain(String, port: Int?, isItself: Bool)
    }

    private let rules: [Rule]

    init(_ list: String) { rules = list.split(separator: ",").compactMap { Self.rule($0) } }

    /// Whether `host` is reached directly; this machine always is.
    func contains(host: String, port: Int) -> Bool {
        if host == "localhost" { return true }
        let address = IPAddress(host)
        if let address, address.isLoopback { return true }
        return rules.contains { rule in
            switch rule {
            case .all: true
            case .network(let network, let bits): address?.isWithin(network, bits: bits) ?? false
            case .address(let one, let wanted): address == one && (wanted == nil || wanted == port)
            case .domain(let domain, let wanted, let isItself):
                (host.hasSuffix(domain) || (isItself && domain.dropFirst() == host))
                    && (wanted == nil || wanted == port)
            }
        }
    }

    private static func rule(_ element: Substring) -> Rule? {
        let text = element.filter { !$0.isWhitespace }.lowercased()
        if text.isEmpty { return nil }
        if text == "*" { return .all }
        if let slash = text.firstIndex(of: "/") {
            guard let network = IPAddress(String(text[..<slash])),
                let bits = Int(text[text.index(after: slash)...]), bits >= 0, bits <= network.bytes.count * 8
            else { return nil }
            return .network(network, bits: bits)
        }
        if let address = IPAddress(text) { return .address(address, port: nil) }
        var (host, port): (Substring, Int?) = (text[...], nil)
        if let colon = text.lastIndex(of: ":"), let number = Int(text[text.index(after: colon)...]) {
            (host, port) = (text[..<colon], number)
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        if let address = IPAddress(String(host)) { return .address(address, port: port) }
        if host.hasPrefix("*.") { host = host.dropFirst() }
        if host.isEmpty { return nil }
        let isItself = !host.hasPrefix(".")
        return .domain(isItself ? "." + host : String(host), port: port, isItself: isItself)
    }
}
