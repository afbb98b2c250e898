import PrometheusConfiguration
import StrictYAML
import TestSupport
import Testing

/// Runs over upstream's configurations, where they are.
@Suite struct ConformanceDataTests {
    static let directory = SharedFolder.path + "/conformance/data/config"
    static let isPresent = TextFile.modificationMilliseconds(directory) != nil
    private static func files(_ pattern: String) -> [String] { FilePattern("\(directory)/\(pattern)").matches() }

    /// Whether the file has a discovery mechanism that this version does not have, so that its settings are not checked.
    private static func hasUnknownMechanism(_ file: String) throws -> Bool {
        let text = String(decoding: try TextFile.read(file), as: UTF8.self)
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        for key in Set(words) where key.hasSuffix("_sd_configs") {
            let probe = "scrape_configs: [{job_name: a, \(key): [{}]}]"
            let configuration = try? ServerConfiguration(decoding: Array(probe.utf8), file: "p.yml") { _ in nil }
            let isUnknown = configuration?.warnings.contains {
                if case .unsupported = $0 { true } else { false }
            }
            if isUnknown ?? false { return true }
        }
        return false
    }

    /// Checks what is known to fail, and says why, as long as the mechanism that the file is about is missing.
    private static func check(_ file: String, _ expected: String, _ body: () throws -> Void) throws {
        guard try hasUnknownMechanism(file) else { return try body() }
        let name = file.dropFirst(directory.utf8.count + 1)
        withKnownIssue("\(name): the mechanism is missing; upstream says: \(expected)", isIntermittent: true) {
            try body()
        }
    }

    private static func message(_ file: String) -> String? {
        do {
            _ = try ServerConfiguration(file: file) { _ in nil }
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test(.enabled(if: isPresent, "upstream's configurations are not here"))
    func `good files load`() {
        for file in Self.files("*.good.yml") { #expect(Self.message(file) == nil, "\(file)") }
    }

    @Test(.enabled(if: isPresent, "upstream's configurations are not here"))
    func `bad files are refused`() throws {
        for file in Self.files("*.bad.yml") {
            try Self.check(file, "an error") { #expect(Self.message(file) != nil, "\(file)") }
        }
    }

    @Test(.enabled(if: isPresent, "upstream's configurations are not here"))
    func `bad files are refused with the expected words`() throws {
        // A JSON document is a YAML document.
        let document = try YAMLDocument(bytes: TextFile.read("\(Self.directory)/expected_errors.json"))
        for expectation in document.root?.elements ?? [] {
            var fields: [String: String] = [:]
            for entry in expectation.entries ?? [] { fields[entry.key.scalar?.text ?? ""] = entry.value.scalar?.text }
            let file = "\(Self.directory)/\(fields["file"] ?? "")"
            guard let expected = fields["error_contains"] else { continue }
            let words = expected.split(separator: ": ").last.map(String.init) ?? expected
            try Self.check(file, expected) {
                let message = try #require(Self.message(file), "\(file)")
                #expect(message.contains(words), "\(file): \(message)")
            }
        }
    }

    @Test(.enabled(if: isPresent, "upstream's configurations are not here"), arguments: [UInt64(1), 2, 3])
    func `changed files never crash the decoder`(seed: UInt64) throws {
        let bytes = try TextFile.read("\(Self.directory)/conf.good.yml")
        var state = seed
        func random(_ bound: Int) -> Int {
            // Numerical Recipes' linear congruential generator; the high bits are the good ones.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<40 {
            var changed = bytes
            for _ in 0...random(4) {
                let at = random(changed.count)
                switch random(3) {
                case 0: changed[at] = UInt8(random(256))
                case 1: changed.removeSubrange(at..<min(changed.count, at + random(30)))
                default: changed.insert(contentsOf: changed[random(changed.count)...].prefix(random(40)), at: at)
                }
            }
            _ = try? ServerConfiguration(decoding: changed, file: "p.yml") { _ in nil }
        }
    }

    @Test(
        .enabled(if: isPresent, "upstream's configurations are not here"),
        arguments: [
            ("with_alert_manager", "alerting"), ("with_alert_relabels", "alerting"), ("with_rule_files", "rule_files"),
            ("with_remote_reads", "remote_read"), ("without_remote_writes", nil),
        ]
    )
    func `an agent refuses what it cannot do`(name: String, field: String?) throws {
        let configuration = try ServerConfiguration(file: "\(Self.directory)/agent_mode.\(name).yml") { _ in nil }
        #expect(configuration.agentModeProblem == field.map { "field \($0) is not allowed in agent mode" })
    }

    @Test(.enabled(if: isPresent, "upstream's configurations are not here"))
    func `blocks of Azure's directory are judged`() throws {
        let files = FilePattern("\(SharedFolder.path)/conformance/data/azuread/*.yaml").matches()
        #expect(files.count > 10)
        for file in files {
            let block = String(decoding: try TextFile.read(file), as: UTF8.self)
            let lines = block.split(separator: "\n").map { "      " + $0 }.joined(separator: "\n")
            let text = "remote_write:\n  - url: http://a\n    azuread:\n\(lines)\n"
            let isGood = file.contains("azuread_good")
            let configuration = try? ServerConfiguration(decoding: Array(text.utf8), file: "p.yml") { _ in nil }
            #expect((configuration != nil) == isGood, "\(file)")
        }
    }
}
