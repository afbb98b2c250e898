import Foundation
import PrometheusExposition
import TestSupport
import Testing

/// The inputs that upstream refuses, with its messages, where the shared conformance data is present.
@Suite struct ConformanceErrorTests {
    static let folder = SharedFolder.path + "/conformance/data/textparse/"

    struct Refusal: Decodable {
        let input: String
        let error: String
    }

    @Test(
        .enabled(if: FileManager.default.fileExists(atPath: folder), "the conformance data is not here"),
        arguments: [("prometheus-errors.json", ExpositionFormat.text), ("openmetrics-errors.json", .openMetrics)]
    )
    func `refused inputs are refused in the same words`(file: String, format: ExpositionFormat) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: Self.folder + file))
        for refusal in try JSONDecoder().decode([Refusal].self, from: data) {
            // One byte a character.
            let bytes = refusal.input.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
            let found = ExpositionTranscript(bytes, format).error?.description ?? ""
            #expect(found == (refusal.error == "EOF" ? "" : refusal.error), "\(refusal.input.debugDescription)")
        }
    }

    @Test(
        .enabled(if: FileManager.default.fileExists(atPath: folder), "the conformance data is not here"),
        arguments: [
            "1histogram.om.txt", "alltypes.237mfs.nometa.prom.txt", "alltypes.237mfs.prom.txt", "alltypes.5mfs.om.txt",
            "openmetrics-sample-0.om.txt", "openmetrics-sample-1.om.txt", "prometheus-sample-0.prom.txt",
            "prometheus-sample-1.prom.txt",
        ]
    )
    func `sample expositions are accepted whole`(file: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: Self.folder + file))
        var bytes = Array(data)
        let format: ExpositionFormat = file.contains(".om.") ? .openMetrics : .text
        if format == .openMetrics, !String(decoding: bytes, as: UTF8.self).contains("# EOF") {
            bytes += Array("\n# EOF\n".utf8)
        }
        let transcript = ExpositionTranscript(bytes, format)
        #expect(transcript.error == nil)
        #expect(!transcript.series.isEmpty)
    }
}
