import PrometheusConfiguration
import StrictYAML
import TestSupport
import Testing

/// Runs over upstream's configurations, where they are.
@Suite struct ConformanceDataTests {
    static let directory = SharedFolder.path + "/conformance/data/config"
    static let isPresent = TextFile.modificationMilliseconds(directory) != nil
    /// Settings that this version does not check yet.
    private static let unchecked = [
        "remote_", "kubernetes_", "azure_", "ec2_", "lightsail_", "marathon_", "eureka_", "openstack_", "oci_",
        "puppetdb_", "hetzner_", "scaleway_", "outscale_", "http_url_", "uyuni_", "ionos_", "ovhcloud_", "tracing_",
        "otlp_", "agent_mode", "azuread", "consul_",
    ]

    private static func files(_ pattern: String) -> [String] { FilePattern("\(directory)/\(pattern)").matches() }

    private static func isChecked(_ file: String) -> Bool {
        let name = file.dropFirst(directory.utf8.count + 1)
        return !unchecked.contains { name.hasPrefix($0) }
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
    func `bad files are refused`() {
        for file in Self.files("*.bad.yml") where Self.isChecked(file) {
            // These two are parts that only fail within a main file.
            #expect(Self.message(file) != nil, "\(file)")
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
            guard Self.isChecked(file), let expected = fields["error_contains"] else { continue }
            let words = expected.split(separator: ": ").last.map(String.init) ?? expected
            let message = try #require(Self.message(file), "\(file)")
            #expect(message.contains(words), "\(file): \(message)")
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
}
