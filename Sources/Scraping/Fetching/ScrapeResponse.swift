internal import BlockCompression
internal import HTTPClients
internal import PrometheusBytes
internal import PrometheusConfiguration
internal import PrometheusExposition

/// The answer of a target, checked and unpacked.
enum ScrapeResponse {
    /// More than any exposition has; keeps a hostile target from filling the memory with a small gzip body.
    private static let mostBytes = 2 << 30

    /// Puts the body into `body` as it was before compression; `true` if it is the answer's own array.
    static func unpack(
        _ response: consuming HTTPClientResponse,
        _ settings: ScrapeSettings,
        into body: inout [UInt8]
    ) throws(ScrapeFailure) -> Bool {
        guard response.status == 200 else { throw .status(response.status, reason: response.reason) }
        let limit = settings.limits.bodySizeBytes > 0 ? Int(clamping: settings.limits.bodySizeBytes) : Self.mostBytes
        let isPacked = response.header("Content-Encoding")?.lowercased() == "gzip"
        if isPacked {
            do {
                try Gzip.decompress(response.body.rawSpan, limitBytes: limit - 1, into: &body)
            } catch .tooLarge {
                throw .bodyTooLarge
            } catch {
                throw .decompression(error)
            }
        } else {
            body = response.body
        }
        guard body.count < limit else { throw .bodyTooLarge }
        return !isPacked
    }

    /// The format that the answer says it is in, or the job's fallback.
    ///
    /// `last` is the header of the target's last answer with what it said; a target seldom changes it.
    static func format(
        _ contentType: String?,
        _ settings: ScrapeSettings,
        _ last: inout (header: String, format: ScrapedFormat)?
    ) throws(ScrapeFailure) -> ScrapedFormat {
        if let last, last.header == contentType { return last.format }
        let fallback = settings.request.fallbackProtocol.map { Self.format($0) }
        guard let contentType, !contentType.isEmpty else {
            guard let fallback else { throw .blankContentType }
            return fallback
        }
        let format: ScrapedFormat
        switch MediaType.parse(contentType) {
        case .success("text/plain"): format = .text(.text)
        case .success("application/openmetrics-text"): format = .text(.openMetrics)
        case .success("application/vnd.google.protobuf"): format = .protobuf
        // What follows depends on the job, so that it is not remembered.
        case .success:
            guard let fallback else { throw .unsupportedContentType(contentType) }
            return fallback
        case .failure(let error):
            guard let fallback else { throw .malformedContentType(contentType, reason: error.reason) }
            return fallback
        }
        last = (contentType, format)
        return format
    }

    private static func format(_ scrapeProtocol: ScrapeProtocol) -> ScrapedFormat {
        switch scrapeProtocol {
        case .openMetricsText0_0_1, .openMetricsText1_0_0: .text(.openMetrics)
        case .prometheusText0_0_4, .prometheusText1_0_0: .text(.text)
        case .prometheusProto: .protobuf
        }
    }
}
