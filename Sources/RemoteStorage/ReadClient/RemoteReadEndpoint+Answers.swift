internal import BlockCompression
internal import CCRC32C
internal import Chunks
internal import HTTPClients
internal import PrometheusBytes
internal import PrometheusClient
internal import PrometheusConfiguration
internal import PrometheusModel
internal import PrometheusWire
internal import TSDB

extension RemoteReadEndpoint {
    /// The largest sampled answer, decompressed.
    private static let mostMessageBytes = 2 << 30

    /// The series of an answer, whichever of the two kinds it is.
    func series(
        of response: HTTPClientResponse,
        _ duration: Duration
    ) throws(RemoteReadFailure) -> [ReceivedSeries] {
        let status = "\(response.status) \(response.reason)"
        guard (200..<300).contains(response.status) else {
            count("unsupported", response.status, duration)
            let body = String(decoding: response.body, as: UTF8.self)
            throw RemoteReadFailure("remote server \(url) returned http status \(status): \(body)")
        }
        let type = response.header("Content-Type") ?? ""
        if type.hasPrefix("application/x-protobuf") {
            count("sampled", response.status, duration)
            return try Self.sampledSeries(response.body)
        }
        guard type.hasPrefix("application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse") else {
            count("unsupported", response.status, duration)
            throw RemoteReadFailure("unsupported content type: \(type)")
        }
        do throws(RemoteReadFailure) {
            let series = try Self.chunkedSeries(response.body, frameLimit: settings.frameLimitBytes)
            count("chunked", response.status, duration)
            return series
        } catch {
            metrics.total[name, url, "chunked", "aborted_stream"].increment()
            metrics.duration[name, url, "chunked"].observe(duration / .seconds(1))
            throw error
        }
    }

    private func count(_ kind: String, _ status: Int, _ duration: Duration) {
        metrics.total[name, url, kind, String(status)].increment()
        metrics.duration[name, url, kind].observe(duration / .seconds(1))
    }

    // MARK: Samples

    static func sampledSeries(_ body: [UInt8]) throws(RemoteReadFailure) -> [ReceivedSeries] {
        var message: [UInt8] = []
        do throws(BlockCompressionError) {
            try SnappyBlock.decompress(body.rawSpan, limitBytes: mostMessageBytes, into: &message)
        } catch { throw RemoteReadFailure("error reading response: \(error)") }
        let response: ReadResponse
        do throws(WireError) {
            response = try ReadResponse(message.rawSpan)
        } catch { throw RemoteReadFailure("unable to unmarshal response body: \(error)") }
        guard response.results.count == 1 else {
            throw RemoteReadFailure("responses: want 1, got \(response.results.count)")
        }
        let result = Array(message[response.results[0]])
        var columns = WriteRequestColumns()
        do throws(WireError) {
            try columns.decode(result.rawSpan)
        } catch { throw RemoteReadFailure("unable to unmarshal response body: \(error)") }
        return try series(result, columns)
    }

    private static func series(
        _ result: [UInt8],
        _ columns: WriteRequestColumns
    ) throws(RemoteReadFailure) -> [ReceivedSeries] {
        var all: [ReceivedSeries] = []
        var histogram = 0
        for index in 0..<columns.seriesCount {
            var series = ReceivedSeries(labels: try labels(result, columns.labelRange(at: index)))
            var floats = columns.sampleRange(at: index)
            while histogram < columns.histograms.count, columns.histograms[histogram].series == index {
                let next = columns.histograms[histogram]
                while let row = floats.first, columns.timestamps[row] <= next.timestamp {
                    series.samples.append(columns.timestamps[row], columns.values[row])
                    floats.removeFirst()
                }
                if let problem = HistogramValidation.failure(of: next.histogram) { throw RemoteReadFailure(problem) }
                guard let known = next.histogram.withKnownSchema else {
                    throw RemoteReadFailure("unknown schema \(next.histogram.layout.schema)")
                }
                series.samples.append(next.timestamp, known.floatHistogram)
                if !known.isFloat { series.samples.markLastAsInteger() }
                histogram += 1
            }
            for row in floats { series.samples.append(columns.timestamps[row], columns.values[row]) }
            all.append(series)
        }
        return all
    }

    // MARK: Chunks

    static func chunkedSeries(_ body: [UInt8], frameLimit: Int) throws(RemoteReadFailure) -> [ReceivedSeries] {
        var all: [ReceivedSeries] = []
        var reader = ByteReader(body.rawSpan)
        while reader.offset < body.count {
            guard let length = reader.readVarint(), let sum = readBigEndian(&reader) else {
                throw RemoteReadFailure("unexpected EOF")
            }
            guard length <= UInt64(clamping: frameLimit) else {
                throw RemoteReadFailure(
                    "chunkedReader: message size exceeded the limit \(frameLimit) bytes; got: \(length) bytes"
                )
            }
            let start = reader.offset
            guard length <= UInt64(body.count - start) else { throw RemoteReadFailure("unexpected EOF") }
            reader.offset = start + Int(length)
            let message = body.rawSpan.extracting(start..<reader.offset)
            // Safe: the bytes are only read while the closure runs.
            let found = unsafe message.withUnsafeBytes { unsafe prometheus_crc32c(0, $0.baseAddress, $0.count) }
            guard found == sum else {
                throw RemoteReadFailure("chunkedReader: corrupted frame; checksum mismatch")
            }
            try append(Array(body[start..<reader.offset]), to: &all)
        }
        return all
    }

    private static func readBigEndian(_ reader: inout ByteReader) -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = reader.readByte() else { return nil }
            value = value << 8 | UInt32(byte)
        }
        return value
    }

    private static func append(_ message: [UInt8], to all: inout [ReceivedSeries]) throws(RemoteReadFailure) {
        let frame: ChunkFrame
        do throws(WireError) {
            frame = try ChunkFrame(message.rawSpan)
        } catch { throw RemoteReadFailure("\(error)") }
        guard frame.queryIndex == 0 else { throw RemoteReadFailure("responses: want 1, got \(frame.queryIndex + 1)") }
        for part in frame.series {
            let labels = try labels(message, part.labels)
            // A series that does not fit into one frame goes on in the next.
            if all.last?.labels != labels { all.append(ReceivedSeries(labels: labels)) }
            for chunk in part.chunks {
                guard let byte = UInt8(exactly: chunk.encoding), let encoding = ChunkEncoding(rawValue: byte) else {
                    throw RemoteReadFailure("invalid chunk encoding \(chunk.encoding)")
                }
                all[all.count - 1].chunks.append(
                    minTime: chunk.minTime,
                    maxTime: chunk.maxTime,
                    encoding: encoding,
                    payload: message.rawSpan.extracting(chunk.payload)
                )
            }
        }
    }

    /// The labels of a series, checked.
    private static func labels(_ body: [UInt8], _ range: Range<Int>) throws(RemoteReadFailure) -> Labels {
        let decoded: WriteRequestLabels
        do throws(WireError) {
            decoded = try WriteRequestLabels(body.rawSpan, range)
        } catch { throw RemoteReadFailure("\(error)") }
        switch decoded {
        case .valid(let labels): return labels
        case .duplicated(let name, _): throw RemoteReadFailure("duplicate label with name: \(name)")
        case .invalid(let received):
            // Series without a name of a metric are fine here.
            for (index, label) in received.enumerated() {
                if label.name.isEmpty || label.name.contains("\u{FFFD}") {
                    throw RemoteReadFailure("invalid label name: \(label.name)")
                }
                if label.value.contains("\u{FFFD}") {
                    throw RemoteReadFailure("invalid label value: \(label.value)")
                }
                if index > 0, received[index - 1].name == label.name {
                    throw RemoteReadFailure("duplicate label with name: \(label.name)")
                }
            }
            return Labels(received)
        }
    }
}
