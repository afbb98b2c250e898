package import StrictYAML

/// A header that is sent to a proxy.
package struct ProxyHeader: Sendable, Hashable {
    package var name: String
    package var values: [Secret]

    package init(name: String, values: [Secret]) {
        self.name = name
        self.values = values
    }
}
