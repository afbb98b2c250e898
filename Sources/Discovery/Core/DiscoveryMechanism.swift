package import StrictYAML

/// The settings of one element of a mechanism's key, such as `http_sd_configs`; equal settings run once.
package protocol DiscoveryMechanism: Sendable, Hashable {
    /// The start of the mechanism's key, such as `http`; also the label `mechanism` of the metrics.
    static var name: String { get }
    /// Upstream's name of an element's type, as messages about the whole sequence have it.
    static var elementType: String { get }
    /// Upstream's name of the type that is decoded, as messages about fields have it.
    static var decodedType: String { get }

    /// Decodes and validates an element; what does not fit is recorded in the fields' problems.
    init(decoding fields: YAMLFields, base: BaseDirectory)

    /// The settings as the displayed configuration has them, secrets hidden.
    var displayedFields: [YAMLField] { get }

    /// Makes what finds the targets.
    func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider
}

extension DiscoveryMechanism {
    package static var elementType: String { "\(name).SDConfig" }
    package static var decodedType: String { "\(name).plain" }

    /// The key in the configuration.
    package static var key: String { "\(name)_sd_configs" }

    /// Whether `other` has the same type and is equal.
    func isEqual(to other: any DiscoveryMechanism) -> Bool { (other as? Self) == self }
}
