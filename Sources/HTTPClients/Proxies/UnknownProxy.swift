internal import StrictYAML

/// A proxy that cannot be spoken to.
package struct UnknownProxy: Error, Hashable {
    let url: String

    /// The URL without its password.
    package var shownURL: String { URLText.redacted(url) }
}
