internal import PrometheusBytes
internal import StrictYAML

/// Tells whether the files of a configuration have changed.
package enum ConfigurationChecksum {
    /// The checksum of the main file and of all rule files and scrape configuration files that it names.
    ///
    /// - Throws: if one of them cannot be read, or the main file is no YAML.
    package static func checksum(ofFile path: String) throws(ConfigurationError) -> UInt64 {
        var bytes = try read(path)
        let document: YAMLDocument
        do {
            document = try YAMLDocument(bytes: bytes)
        } catch {
            throw .invalid(file: path, reason: error)
        }
        let base = BaseDirectory(ofFile: path)
        for (key, mark) in [("rule_files", UInt8(ascii: "r")), ("scrape_config_files", UInt8(ascii: "s"))] {
            let field = document.root?.entries?.first { $0.key.scalar?.text == key }
            for element in field?.value.elements ?? [] {
                guard let pattern = element.scalar?.text else { continue }
                for file in FilePattern(base.resolve(pattern)).matches() {
                    bytes += [mark, 0] + Array(file.utf8) + [0]
                    bytes += try read(file)
                    bytes.append(0)
                }
            }
        }
        return XXHash64.hash(bytes.rawSpan)
    }

    private static func read(_ path: String) throws(ConfigurationError) -> [UInt8] {
        do {
            return try TextFile.read(path)
        } catch {
            throw .unreadable(error)
        }
    }
}
