/// A certificate, inline as PEM or in a file.
package struct TLSMaterial: Sendable, Hashable {
    package var inline = ""
    package var file = ""
    package var reference = ""

    package init() {}

    /// Whether nothing is set.
    package var isEmpty: Bool { inline.isEmpty && file.isEmpty && reference.isEmpty }
}
