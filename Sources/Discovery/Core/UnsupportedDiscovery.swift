package import StrictYAML

/// Settings of a discovery mechanism that this version does not have.
package struct UnsupportedDiscovery: Sendable, Hashable {
    /// The key in the configuration, such as `kubernetes_sd_configs`.
    package let key: String
    /// Where the key's value stands.
    package let place: YAMLPlace
    /// The elements as they were written, secrets hidden.
    package let elements: [YAMLValue]
}
