/// Why targets cannot be found, in one line.
package struct DiscoveryError: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
