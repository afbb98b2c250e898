import PrometheusExposition
import Testing

@testable import PrometheusServer

struct ExpositionNegotiationTests {
    private static let protobuf =
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"

    @Test(arguments: [
        ("", ExpositionNegotiation.Format.text(.text)), ("text/html", .text(.text)),
        ("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5", .text(.openMetrics)),
        (protobuf + ",application/openmetrics-text;version=1.0.0;q=0.8", .protobuf),
        (protobuf + ";q=0.3,text/plain;version=0.0.4;q=0.5", .text(.text)),
    ])
    func `the format is the one that the client prefers`(accept: String, format: ExpositionNegotiation.Format) {
        #expect(ExpositionNegotiation(accept: accept, acceptEncoding: "").format == format)
    }

    @Test(arguments: [
        ("", ExpositionNegotiation.Compression.identity), ("gzip, zstd", .gzip), ("zstd", .zstandard),
        ("gzip;q=0.2, zstd;q=0.9", .zstandard), ("br", .identity), ("gzip;q=0", .identity),
    ])
    func `the compression is the one that the client prefers`(
        accepted: String,
        compression: ExpositionNegotiation.Compression
    ) {
        #expect(ExpositionNegotiation(accept: "", acceptEncoding: accepted).compression == compression)
    }
}
