/// Why a cloud gave no token.
struct CloudTokenError: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
