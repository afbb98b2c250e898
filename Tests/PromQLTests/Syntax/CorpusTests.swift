import FoundationEssentials
import PromQL
import TestSupport
import Testing

/// Queries of the team's shared folder, where it is there.
@Suite struct CorpusTests {
    private static let shared = SharedFolder.path
    private static let isThere: Bool = FileManager.default.fileExists(atPath: shared + "/tutorial/queries.txt")

    private static func lines(_ path: String) throws -> [String] {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(shared)/\(path)"))
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test(.enabled(if: isThere, "the shared folder is not there"))
    func `every query of the tutorial parses and prints to itself`() throws {
        for query in try Self.lines("tutorial/queries.txt") where !query.hasPrefix("#") {
            let printed = try Expression.parse(query).description
            #expect(try Expression.parse(printed).description == printed, "\(query)")
        }
    }

    @Test(.enabled(if: isThere, "the shared folder is not there"))
    func `every query of the promql scripts that may parse does`() throws {
        let folder = "conformance/promqltest"
        for file in try FileManager.default.contentsOfDirectory(atPath: "\(Self.shared)/\(folder)")
        where file.hasSuffix(".test") {
            for line in try Self.lines("\(folder)/\(file)") {
                guard
                    let match = line.firstMatch(
                        of: /^eval(_ordered|_warn|_info)? (instant at \S+|range from \S+ to \S+ step \S+) (.*)$/
                    )
                else { continue }
                let query = String(match.3)
                if Self.mayFail.contains(query) { continue }
                #expect(throws: Never.self, "\(query)") {
                    let printed = try Expression.parse(query, options: .everything).description
                    let again = try Expression.parse(printed, options: .everything).description
                    #expect(again == printed)
                }
            }
        }
    }

    /// Queries that the scripts expect to fail on the line after.
    private static let mayFail: Set<String> = []
}
