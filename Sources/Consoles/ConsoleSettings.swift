package import PrometheusModel

/// Where consoles are, and what they are told of the server.
package struct ConsoleSettings: Sendable {
    /// `--web.console.templates`; without it there are no consoles.
    package var templateDirectory: String
    /// `--web.console.libraries`.
    package var libraryDirectory: String
    package var externalURL: String
    /// The external labels of the configuration in force.
    package var externalLabels: @Sendable () -> Labels

    package init(
        templateDirectory: String,
        libraryDirectory: String,
        externalURL: String,
        externalLabels: @escaping @Sendable () -> Labels
    ) {
        self.templateDirectory = templateDirectory
        self.libraryDirectory = libraryDirectory
        self.externalURL = externalURL
        self.externalLabels = externalLabels
    }

    /// Whether consoles are served at all.
    package var isEnabled: Bool { !templateDirectory.isEmpty }
}
