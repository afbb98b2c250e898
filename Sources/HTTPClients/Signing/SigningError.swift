/// Why a request cannot be signed.
package struct SigningError: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
