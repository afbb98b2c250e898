/// The kinds of records that targets are found by.
enum DNSRecordType: UInt16, Sendable, Hashable, CaseIterable {
    case a = 1
    case ns = 2
    case mx = 15
    case aaaa = 28
    case srv = 33

    /// The name in configurations, in upper case.
    var name: String {
        switch self {
        case .a: "A"
        case .ns: "NS"
        case .mx: "MX"
        case .aaaa: "AAAA"
        case .srv: "SRV"
        }
    }
}
