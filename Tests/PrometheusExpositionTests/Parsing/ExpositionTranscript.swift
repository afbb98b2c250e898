import PrometheusBytes
import PrometheusExposition
import PrometheusModel

/// All entries of an exposition as lines of text, and the error that ended it.
struct ExpositionTranscript {
    var lines: [String] = []
    var error: ExpositionError?
    /// The raw bytes of each sample's series.
    var series: [String] = []

    init(_ text: String, _ format: ExpositionFormat) { self.init(Array(text.utf8), format) }

    init(_ bytes: [UInt8], _ format: ExpositionFormat) {
        var parser = ExpositionParser(bytes.rawSpan, format, SeriesHash())
        var labels = ExposedLabels()
        do throws(ExpositionError) {
            while true {
                switch try parser.next() {
                case .sample:
                    parser.copyLabels(into: &labels)
                    let time = parser.hasTimestamp ? " @\(parser.timestamp)" : ""
                    let shown = labels.duplicate == nil ? labels.packed.description : "duplicate"
                    lines.append("\(shown) \(FloatText.string(parser.value))\(time)")
                    series.append(String(decoding: bytes[parser.series], as: UTF8.self))
                case .type(let type): lines.append("TYPE \(parser.metadataName) \(type.rawValue)")
                case .help: lines.append("HELP \(parser.metadataName) \(parser.metadataText.quoted)")
                case .unit: lines.append("UNIT \(parser.metadataName) \(parser.metadataText)")
                case .histogram: lines.append("text has no histograms")
                case .end: return
                }
            }
        } catch {
            self.error = error
        }
    }
}
