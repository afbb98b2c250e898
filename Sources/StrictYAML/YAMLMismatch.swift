/// A field that does not fit what is expected at its place.
package struct YAMLMismatch: Sendable, Hashable, CustomStringConvertible {
    package let place: YAMLPlace
    /// The message after `line N: `.
    package let reason: String

    package var description: String { "line \(place.line): \(reason)" }
}
