import Discovery
import PrometheusConfiguration
import StrictYAML
import TestSupport
import Testing

/// Whether Alertmanagers may be found by whatever finds scrape targets, tried with upstream's example configuration.
@Suite struct AlertmanagerDiscoveryTests {
    private static let file = SharedFolder.path + "/conformance/data/config/conf.good.yml"
    private static let isPresent = TextFile.modificationMilliseconds(file) != nil

    /// The discovery blocks of the file's scrape jobs, each with its key, as they are written.
    private static func blocks() throws -> [(key: String, text: String)] {
        var blocks: [(key: String, text: String)] = []
        var isInside = false
        for line in try String(decoding: TextFile.read(file), as: UTF8.self).split(separator: "\n") {
            let indent = line.prefix { $0 == " " }.count
            let key = line.dropFirst(indent).prefix { $0 != ":" }
            if indent == 4, key.hasSuffix("_sd_configs") {
                isInside = true
                blocks.append((String(key), "  \(line)\n"))
            } else if indent <= 4, !(indent == 4 && line.dropFirst(4).hasPrefix("- ")) {
                isInside = false
            } else if isInside {
                blocks[blocks.count - 1].text += "  \(line)\n"
            }
        }
        return blocks
    }

    @Test(.enabled(if: isPresent, "upstream's configurations are not here"))
    func `every mechanism of scrape jobs finds Alertmanagers as well`() throws {
        let blocks = try Self.blocks()
        #expect(Set(blocks.map(\.key)).count >= 25)
        for (key, block) in blocks {
            let alerting = "alerting:\n  alertmanagers:\n    - timeout: 10s\n\(block)"
            let scraping = "scrape_configs:\n    - job_name: j\n\(block)"
            let load = { (text: String) throws(ConfigurationError) in
                try ServerConfiguration(decoding: Array(text.utf8), file: Self.file) { _ in nil }
            }
            let found = try load(alerting).alerting.alertmanagers[0].discovery
            let expected = try load(scraping).scrapeJobs[0].discovery
            #expect(!found.isEmpty, "\(key)")
            let text = YAMLWriter.text(.mapping(found.displayedFields))
            #expect(text == YAMLWriter.text(.mapping(expected.displayedFields)))
            #expect(text.hasPrefix("\(key):\n"))
        }
    }
}
