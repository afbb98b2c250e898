import PrometheusConfiguration
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

@Suite struct ConfigurationChecksumTests {
    private let folder = "/tmp/vencejo-checksum-\(UInt64.random(in: 0 ... .max))"

    private func write(_ text: String, _ name: String) throws {
        // Safe: the calls read the texts for their own time.
        _ = unsafe mkdir(folder, 0o755)
        let file = unsafe fopen("\(folder)/\(name)", "w")
        let stream = try unsafe #require(file)
        _ = unsafe fputs(text, stream)
        unsafe fclose(stream)
    }

    private func checksum() throws -> UInt64 { try ConfigurationChecksum.checksum(ofFile: "\(folder)/p.yml") }

    @Test func `the checksum covers all files that are named`() throws {
        defer {
            for name in ["p.yml", "a.rules", "b.rules", "jobs.yml", "other"] {
                // Safe: the path is passed for the time of the call.
                _ = unsafe unlink("\(folder)/\(name)")
            }
            // Safe: as above.
            _ = unsafe rmdir(folder)
        }
        try write("rule_files: [\"*.rules\"]\nscrape_config_files: [jobs.yml]\n", "p.yml")
        try write("groups: []", "a.rules")
        try write("scrape_configs: []", "jobs.yml")
        let first = try checksum()
        #expect(try checksum() == first)
        try write("x", "other")
        #expect(try checksum() == first)
        try write("groups: [ ]", "a.rules")
        let second = try checksum()
        #expect(second != first)
        try write("groups: []", "b.rules")
        let third = try checksum()
        #expect(third != second)
        try write("scrape_configs: [ ]", "jobs.yml")
        #expect(try checksum() != third)
        try write("a: [", "p.yml")
        #expect(throws: ConfigurationError.self) { try checksum() }
    }
}
