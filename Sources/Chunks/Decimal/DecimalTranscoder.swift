internal import PrometheusBytes
internal import PrometheusModel

/// Turns the chunks of floats of a series into decimal chunks, where their values are decimal numbers.
///
/// Neighbouring chunks are joined: a longer chunk takes fewer bytes a sample.
package struct DecimalTranscoder: Sendable {
    /// The most samples in a chunk: two hours at a scrape interval of 15 s.
    package static let samplesPerChunk = 480

    private var samples = SampleColumns()
    /// The chunks of which `samples` are, in `chunks`.
    private var run = 0..<0

    package init() {}

    /// Appends the chunks of one series to `output`: decimal ones where that is shorter, the others as they are.
    package mutating func transcode(
        _ chunks: borrowing EncodedChunks,
        into output: inout EncodedChunks
    ) throws(ChunkError) {
        samples.removeAll()
        run = 0..<0
        for index in 0..<chunks.count {
            let encoding = chunks.encodings[index]
            guard encoding == .xor || encoding == .decimal else {
                flush(chunks, into: &output)
                output.append(chunks, at: index)
                continue
            }
            let payload = ChunkPayload(encoding, chunks.payload(at: index))
            if samples.count + (try payload.sampleCount()) > Self.samplesPerChunk { flush(chunks, into: &output) }
            if run.isEmpty { run = index..<index }
            try payload.decode(window: .min ... .max, into: &samples)
            run = run.lowerBound..<(index + 1)
        }
        flush(chunks, into: &output)
    }

    private mutating func flush(_ chunks: borrowing EncodedChunks, into output: inout EncodedChunks) {
        guard let first = samples.timestamps.first, let last = samples.timestamps.last else { return }
        let old = run.reduce(0) { $0 + chunks.payloadRange(at: $1).count }
        if let bytes = DecimalChunk.encode(samples.timestamps[...], samples.values[...]), bytes.count < old {
            output.append(minTime: first, maxTime: last, encoding: .decimal, payload: bytes.rawSpan)
        } else {
            for index in run { output.append(chunks, at: index) }
        }
        samples.removeAll()
        run = 0..<0
    }
}
