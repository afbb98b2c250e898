/// Why an endpoint of `remote_read` gave no series, in upstream's words.
struct RemoteReadFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
