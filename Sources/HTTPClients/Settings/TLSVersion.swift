/// A version of TLS; the raw value is the spelling in the configuration.
package enum TLSVersion: String, Sendable, Hashable, CaseIterable {
    case tls10 = "TLS10"
    case tls11 = "TLS11"
    case tls12 = "TLS12"
    case tls13 = "TLS13"
}

extension TLSVersion: Comparable {
    package static func < (first: TLSVersion, second: TLSVersion) -> Bool { first.rawValue < second.rawValue }
}
