/// The settings of one element of any mechanism.
package struct MechanismSettings: Sendable, Hashable {
    package let mechanism: any DiscoveryMechanism

    package init(_ mechanism: any DiscoveryMechanism) { self.mechanism = mechanism }

    /// The start of the mechanism's key.
    package var name: String { type(of: mechanism).name }

    /// The mechanism's key.
    package var key: String { type(of: mechanism).key }

    package static func == (one: Self, other: Self) -> Bool { one.mechanism.isEqual(to: other.mechanism) }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        mechanism.hash(into: &hasher)
    }
}
