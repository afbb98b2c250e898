import PrometheusBytes
import PrometheusExposition
import PrometheusModel

/// All entries of a protobuf exposition as lines of text, and the error that ended it.
struct ProtobufTranscript {
    var lines: [String] = []
    var histograms: [NativeHistogram] = []
    var hashes: [UInt64] = []
    var error: ExpositionError?

    init(_ bytes: [UInt8], native: Bool = true, classic: Bool = false) {
        let forms = ProtobufExpositionParser.Forms(native: native, classicBesideNative: classic)
        var parser = ProtobufExpositionParser(bytes.rawSpan, SeriesHash(), forms)
        var labels = ExposedLabels()
        do throws(ExpositionError) {
            while true {
                let entry = try parser.next()
                switch entry {
                case .sample, .histogram:
                    parser.copyLabels(into: &labels)
                    let sample = parser.sample
                    var line = Self.text(labels.packed)
                    if entry == .sample {
                        line += " \(FloatText.string(sample.value))"
                    } else {
                        line += " native"
                        histograms.append(parser.histogram)
                    }
                    if let time = sample.timestamp { line += " @\(time)" }
                    if sample.startTimestamp != 0 { line += " since \(sample.startTimestamp)" }
                    for exemplar in sample.hasExemplars ? try parser.exemplars() : [] {
                        line += " # \(exemplar.labels) \(FloatText.string(exemplar.value))"
                        if let time = exemplar.timestamp { line += " @\(time)" }
                    }
                    lines.append(line)
                    hashes.append(sample.hash)
                case .type(let type): lines.append("TYPE \(parser.metadataName) \(type.rawValue)")
                case .help: lines.append("HELP \(parser.metadataName) \(parser.metadataText.quoted)")
                case .unit: lines.append("UNIT \(parser.metadataName) \(parser.metadataText)")
                case .end: return
                }
            }
        } catch {
            self.error = error
        }
    }

    private static func text(_ labels: Labels) -> String {
        var rest = LabelsBuilder(labels)
        rest.set(Label.metricName, "")
        let name = labels[Label.metricName] ?? ""
        return rest.current.isEmpty ? name : name + rest.labels().description
    }
}
