internal import BlockCompression
package import PrometheusClient
internal import PrometheusBytes
package import PrometheusModel
internal import PrometheusWire
package import Storage

/// Answers remote read requests from a store; knows nothing of HTTP.
package final class RemoteReadServer: Sendable {
    /// The largest body that is accepted, compressed and decompressed.
    package static let maximumBodyBytes = 32 << 20

    private let storage: any Queryable
    private let limits: RemoteReadLimits
    private let externalLabels: @Sendable () -> Labels
    private let gate: RemoteReadGate

    package init(
        storage: any Queryable,
        limits: RemoteReadLimits,
        externalLabels: @escaping @Sendable () -> Labels,
        registry: Registry
    ) throws(RegistrationError) {
        self.storage = storage
        self.limits = limits
        self.externalLabels = externalLabels
        gate = RemoteReadGate(
            limit: limits.concurrentRequests,
            queries: try registry.gauge(
                "prometheus_remote_read_handler_queries",
                help: "The current number of remote read queries that are either in execution or queued on the handler."
            )
        )
    }

    /// Answers the body of a `POST /api/v1/read`.
    package func answer(_ body: [UInt8]) async -> RemoteReadAnswer {
        let place: RemoteReadGate.Place
        do throws(CancellationError) {
            place = try await gate.enter()
        } catch { return .failure(status: 500, message: "context canceled", isSampled: false) }
        var isSampled = false
        do throws(RemoteReadError) {
            let request = try Self.decode(body)
            isSampled = try Self.kind(request.acceptedKinds) == ReadRequest.ResponseKind.samples
            let external = externalLabels()
            var selections: [ReadSelection] = []
            if isSampled {
                return .samples(try await sampled(request.queries, external))
            }
            for query in request.queries {
                selections.append(try await ReadSelection(query, storage, external: external, isOrdered: true))
            }
            return .stream(
                RemoteReadStream(selections, external: external, frameBytes: limits.frameBytes, place: place)
            )
        } catch {
            return .failure(status: error.status, message: "\(error)", isSampled: isSampled)
        }
    }

    private func sampled(_ queries: [ReadQuery], _ external: Labels) async throws(RemoteReadError) -> [UInt8] {
        var writer = ReadSeriesWriter()
        var samples = SampleColumns()
        for query in queries {
            let selection = try await ReadSelection(query, storage, external: external, isOrdered: false)
            var count = 0
            for series in selection.order {
                do throws(StorageError) {
                    try selection.read(series, into: &samples)
                } catch { throw .storage(error) }
                count += samples.count
                if limits.samples > 0, count > limits.samples { throw .sampleLimit(limits.samples) }
                let labels = selection.selection.labels(at: series)
                if samples.count > 0 || selection.window == nil {
                    writer.append(ReadSelection.shown(labels, external), samples)
                }
            }
            writer.endResult()
        }
        var compressed: [UInt8] = []
        do throws(BlockCompressionError) {
            try SnappyBlock.compress(writer.bytes.rawSpan, into: &compressed)
        } catch { throw .storage(.corrupt("\(error)")) }
        return compressed
    }

    private static func decode(_ body: [UInt8]) throws(RemoteReadError) -> ReadRequest {
        // What the body claims is judged before anything else of it.
        var reader = WireReader(body.rawSpan)
        if let length = try? reader.readVarint(to: body.count), length <= UInt64(UInt32.max),
            length > UInt64(maximumBodyBytes)
        {
            throw .badRequest("snappy: decoded length \(length) exceeds limit \(maximumBodyBytes)")
        }
        var message: [UInt8] = []
        do throws(BlockCompressionError) {
            try SnappyBlock.decompress(body.rawSpan, limitBytes: maximumBodyBytes, into: &message)
        } catch { throw .badRequest("\(error)") }
        do throws(WireError) {
            return try ReadRequest(message.rawSpan)
        } catch { throw .badRequest("\(error)") }
    }

    /// The first kind that we know; none at all means samples.
    private static func kind(_ accepted: [Int32]) throws(RemoteReadError) -> Int32 {
        let known = [ReadRequest.ResponseKind.samples, ReadRequest.ResponseKind.streamedChunks]
        if accepted.isEmpty { return ReadRequest.ResponseKind.samples }
        if let kind = accepted.first(where: known.contains) { return kind }
        let names = accepted.map { "\($0)" }.joined(separator: " ")
        throw .badRequest(
            "server does not support any of the requested response types: [\(names)]; "
                + "supported: map[SAMPLES:{} STREAMED_XOR_CHUNKS:{}]"
        )
    }
}
