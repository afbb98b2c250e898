/// Where requests go, as URLs name it; connections are kept by it.
struct Endpoint: Hashable, Sendable {
    let host: String
    let port: UInt16
}
