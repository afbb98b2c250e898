import Chunks
import PrometheusBytes
import PrometheusModel
import TestSupport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Compares the encodings of floats over the series in a file: `ChunkBenchmarks FILE [SAMPLES]`.
///
/// The file has SAMPLES (1440) values of each series one after the other, eight bytes each, least significant first;
/// their times are 15 s apart.
@main
enum ChunkBenchmarks {
    static func main() throws { try run(Array(CommandLine.arguments.dropFirst())) }

    nonisolated private static func run(_ arguments: [String]) throws {
        guard let path = arguments.first else { return }
        let samples = arguments.count > 1 ? Int(arguments[1]) ?? 1440 : 1440
        let values = read(path)
        let times = (0..<samples).map { 1_700_000_000_000 + Int64($0) * 15_000 }
        let count = values.count / samples * samples
        for encoding in [ChunkEncoding.xor, .xor2, .decimal] {
            var chunks = EncodedChunks()
            Measurement.run("encode \(encoding), a sample", per: count) {
                for start in stride(from: 0, to: count, by: samples) {
                    var chunker = SeriesChunker(floatEncoding: encoding, storesHistogramStarts: false)
                    for row in 0..<samples { chunker.append(times[row], values[start + row]) }
                    for chunk in chunker.finish() {
                        chunks.append(
                            minTime: chunk.minTime,
                            maxTime: chunk.maxTime,
                            encoding: chunk.encoding,
                            payload: chunk.bytes.rawSpan
                        )
                    }
                }
            }
            // A chunk costs about twelve bytes more: length, encoding and checksum, and its line in the index.
            let payload = Double(chunks.payloadBytes) / Double(count)
            Measurement.line("  thousandths of a byte a sample", payload * 1000, "")
            let framing = Double(chunks.count * 12) / Double(count)
            Measurement.line("  with framing and index", (payload + framing) * 1000, "")
            var columns = SampleColumns()
            try Measurement.run("decode \(encoding), a sample", per: count * 5) {
                for _ in 0..<5 {
                    for index in 0..<chunks.count {
                        columns.removeAll()
                        try ChunkPayload(chunks.encodings[index], chunks.payload(at: index)).decode(
                            window: .min ... .max,
                            into: &columns
                        )
                    }
                }
            }
        }
    }

    nonisolated private static func read(_ path: String) -> [Double] {
        let file = unsafe open(path, O_RDONLY)
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = unsafe pread(file, &buffer, buffer.count, off_t(bytes.count))
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return stride(from: 0, to: bytes.count - 7, by: 8).map { start in
            var bits: UInt64 = 0
            for byte in 0..<8 { bits |= UInt64(bytes[start + byte]) << UInt64(8 * byte) }
            return Double(bitPattern: bits)
        }
    }
}
