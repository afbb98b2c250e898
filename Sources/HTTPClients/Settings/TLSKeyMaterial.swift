package import StrictYAML

/// A private key, inline as PEM or in a file.
package struct TLSKeyMaterial: Sendable, Hashable {
    package var inline = Secret("")
    package var file = ""
    package var reference = ""

    package init() {}

    /// Whether nothing is set.
    package var isEmpty: Bool { inline.isEmpty && file.isEmpty && reference.isEmpty }
}
