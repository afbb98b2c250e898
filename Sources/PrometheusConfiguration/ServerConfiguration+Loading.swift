internal import StrictYAML

extension ServerConfiguration {
    /// Decodes and validates `text`, read from `file`, and what it includes.
    package init(decoding text: String, file: String, environment: [String: String] = [:]) throws(ConfigurationError) {
        self.init()
        do {
            _ = try YAMLDocument(text)
        } catch {
            throw .invalid(file: file, reason: error)
        }
    }
}
