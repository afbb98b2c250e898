internal import PrometheusClient
internal import PrometheusModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Finds, reads and decodes the rule files of a configuration.
package enum RuleFiles {
    /// What is said of a file with a second document, which is not read.
    package static let secondDocumentText =
        "Multiple document yaml rules files are not supported, only the first document is processed"

    /// The groups of all files, in the order of the patterns; all or nothing.
    ///
    /// `onSecondDocument` hears of files that have more than is read.
    package static func load(
        _ settings: RuleSettings,
        onSecondDocument: (String) -> Void = { _ in }
    ) throws(RuleFileError) -> [RuleGroupDefinition] {
        var groups: [RuleGroupDefinition] = []
        var seen: Set<String> = []
        for pattern in settings.filePatterns {
            for file in paths(matching: pattern) where seen.insert(file).inserted {
                guard let text = SystemFile.text(file) else {
                    throw RuleFileError(["\(file): open \(file): no such file or directory"])
                }
                if hasSecondDocument(text) { onSecondDocument(file) }
                var decoder = RuleFileDecoder(file: file, settings: settings)
                groups += try decoder.decode(text)
            }
        }
        return groups
    }

    /// The groups of one text, as if it were the contents of `file`.
    package static func decode(
        _ text: String,
        file: String,
        settings: RuleSettings
    ) throws(RuleFileError) -> [RuleGroupDefinition] {
        var decoder = RuleFileDecoder(file: file, settings: settings)
        return try decoder.decode(text)
    }

    /// Whether a document begins behind another one.
    ///
    /// A marker at the start of a line is nothing else in YAML.
    static func hasSecondDocument(_ text: String) -> Bool {
        var hasContent = false
        for line in text.split(separator: "\n") {
            if line == "---" || line.hasPrefix("--- ") || line.hasPrefix("---\r") || line.hasPrefix("---\t") {
                if hasContent { return true }
                hasContent = line.dropFirst(3).contains { !$0.isWhitespace && $0 != "#" }
                continue
            }
            guard let first = line.first(where: { !$0.isWhitespace }) else { continue }
            if first != "#", !line.hasPrefix("%") { hasContent = true }
        }
        return false
    }

    /// The files that a pattern matches, sorted; none is no error.
    private static func paths(matching pattern: String) -> [String] {
        var found = unsafe glob_t()
        // Safe: glob fills the structure with an array of C strings, which are copied before it is freed.
        guard unsafe glob(pattern, 0, nil, &found) == 0 else { return [] }
        defer { unsafe globfree(&found) }
        var result: [String] = []
        for i in 0..<Int(unsafe found.gl_pathc) {
            if let path = unsafe found.gl_pathv[i] { result.append(unsafe String(cString: path)) }
        }
        return result
    }
}
