internal import PrometheusModel
package import StrictYAML

extension FileDiscoverySettings {
    private static let extensions = [".json", ".yml", ".yaml", ".JSON", ".YML", ".YAML"]

    /// Decodes `file_sd_configs`.
    static func decode(_ fields: YAMLFields, base: BaseDirectory) -> [FileDiscoverySettings] {
        let key = "file_sd_configs"
        guard let elements = fields.elements(key, type: "[]*file.SDConfig") else { return [] }
        fields.rejectNulls(elements, key)
        return elements.enumerated().compactMap { index, element in
            guard !element.isNull else { return nil }
            return YAMLFields(element, type: "file.plain", path: fields.path(key, index), problems: fields.problems)
                .map { FileDiscoverySettings(decoding: $0, base: base) }
        }
    }

    private init(decoding fields: YAMLFields, base: BaseDirectory) {
        self.init()
        let given = fields.strings("files") ?? []
        files = given.map { base.resolve($0) }
        if let interval = fields.duration("refresh_interval") { refreshIntervalMilliseconds = interval }
        fields.finish()
        guard fields.isSound else { return }
        if given.isEmpty {
            fields.reject("file service discovery config must contain at least one path name", "files")
        }
        for path in given where !Self.isValid(path) {
            fields.reject("path name \(path.quoted) is not valid for file discovery", "files")
        }
        // Upstream accepts it and then fails to make its ticker.
        if refreshIntervalMilliseconds <= 0 { fields.reject("refresh_interval must be positive", "refresh_interval") }
    }

    private static func isValid(_ path: String) -> Bool {
        FilePattern(path).isValid && extensions.contains { path.hasSuffix($0) }
    }

    /// The settings as the displayed configuration has them.
    package var displayedFields: [YAMLField] {
        [
            YAMLField("files", .sequence(files.map { .string($0) })),
            YAMLField("refresh_interval", .string(DurationText.string(milliseconds: refreshIntervalMilliseconds))),
        ]
    }
}
