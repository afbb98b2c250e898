import BlockCompression
import HTTPServing
import PrometheusBytes
import PrometheusExposition

/// How `/metrics` answers a client: in which format, and how compressed.
struct ExpositionNegotiation: Equatable {
    /// What the families are written as.
    enum Format: Equatable {
        case text(ExpositionFormat)
        case protobuf
    }

    /// How the bytes are compressed.
    enum Compression: String, CaseIterable {
        case identity
        case gzip
        case zstandard = "zstd"
    }

    private static let family = "io.prometheus.client.MetricFamily"

    let format: Format
    let compression: Compression

    init(accept: String, acceptEncoding: String) {
        format = AcceptHeader(accept).ranges.lazy.compactMap(Self.format).first ?? .text(.text)
        let best = AcceptHeader(acceptEncoding).best(of: Compression.allCases.map(\.rawValue))
        compression = best.flatMap(Compression.init) ?? .identity
    }

    /// The format of a media range, `nil` if there is none that fits.
    private static func format(_ range: AcceptHeader.Range) -> Format? {
        guard range.weight > 0 else { return nil }
        let version = range.parameters["version"] ?? ""
        switch range.type {
        case "application/vnd.google.protobuf" where range.parameters["proto"] == family:
            return range.parameters["encoding"] == "delimited" ? .protobuf : nil
        case "application/openmetrics-text":
            return ["", "0.0.1", "1.0.0"].contains(version) ? .text(.openMetrics) : nil
        case "text/plain": return ["", "0.0.4", "1.0.0"].contains(version) ? .text(.text) : nil
        default: return nil
        }
    }

    /// The answer with these families.
    func response(_ families: [MetricFamily]) -> OutgoingResponse {
        var headers: [(name: String, value: String)] = []
        let bytes: [UInt8]
        switch format {
        case .text(let text):
            headers.append(("Content-Type", text.contentType))
            bytes = ExpositionWriter.write(families, as: text)
        case .protobuf:
            let type = "application/vnd.google.protobuf; proto=\(Self.family); encoding=delimited"
            headers.append(("Content-Type", "\(type); escaping=underscores"))
            bytes = MetricFamily.delimited(families)
        }
        guard let compressed = compressed(bytes) else {
            return OutgoingResponse(status: 200, headers: headers, body: .bytes(bytes))
        }
        headers.append(("Content-Encoding", compression.rawValue))
        return OutgoingResponse(status: 200, headers: headers, body: .bytes(compressed))
    }

    /// The compressed bytes; `nil` if they are sent as they are.
    private func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        var output: [UInt8] = []
        switch compression {
        case .identity: return nil
        case .gzip:
            do throws(BlockCompressionError) { try Gzip.compress(bytes.rawSpan, level: 6, into: &output) } catch {
                return nil
            }
        case .zstandard:
            do throws(BlockCompressionError) { try ZstandardFrame.compress(bytes.rawSpan, into: &output) } catch {
                return nil
            }
        }
        return output
    }
}
