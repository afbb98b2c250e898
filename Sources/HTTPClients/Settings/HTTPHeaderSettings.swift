package import StrictYAML

/// A header that is added to each request: plain values, secrets, and files that are read for each request.
package struct HTTPHeaderSettings: Sendable, Hashable {
    package var name: String
    package var values: [String] = []
    package var secrets: [Secret] = []
    package var files: [String] = []

    package init(name: String) { self.name = name }
}
