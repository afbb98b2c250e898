internal import BlockCompression
package import Logging
internal import PrometheusBytes
package import PrometheusModel
internal import PrometheusWire
package import Storage
internal import Synchronization

/// Takes remote write requests and commits their samples to a store; knows nothing of HTTP but two headers.
///
/// Works on the calling thread, which may have to wait for the store's log. Safe to call from several threads at once.
package final class RemoteWriteReceiver: Sendable {
    /// The largest body that is accepted, compressed and decompressed.
    package static let maximumBodyBytes = 32 << 20
    /// Series that are recognised by their bytes alone: about 40 bytes each.
    static let cachedSeries = 1 << 19
    /// Scratch kept for the next requests.
    static let keptScratches = 4
    static let keptScratchBytes = 4 << 20
    /// A clock that is this far ahead is taken for an error.
    static let futureToleranceMilliseconds: Int64 = 10 * 60 * 1000

    let store: any SampleStore
    let clock: WallClock
    let logger: Logger
    let metrics: RemoteWriteMetrics
    let seed = SeriesFingerprint.Seed()
    let cache: Mutex<SeriesReferenceCache>
    private let scratches = Mutex<[RemoteWriteScratch]>([])
    /// The messages that are accepted: `--web.remote-write-receiver.accepted-protobuf-messages`.
    private let accepted: [RemoteWriteMessage]

    package convenience init(
        store: any SampleStore,
        clock: WallClock,
        logger: Logger,
        metrics: RemoteWriteMetrics,
        accepted: [RemoteWriteMessage] = RemoteWriteMessage.allCases
    ) {
        self.init(
            store: store,
            clock: clock,
            logger: logger,
            metrics: metrics,
            accepted: accepted,
            cachedSeries: Self.cachedSeries
        )
    }

    init(
        store: any SampleStore,
        clock: WallClock,
        logger: Logger,
        metrics: RemoteWriteMetrics,
        accepted: [RemoteWriteMessage],
        cachedSeries: Int
    ) {
        self.accepted = accepted
        self.store = store
        self.clock = clock
        self.logger = logger
        self.metrics = metrics
        cache = Mutex(SeriesReferenceCache(limit: cachedSeries))
    }

    /// Handles the body of a `POST /api/v1/write`.
    ///
    /// Missing headers are empty texts.
    package func receive(contentType: String, contentEncoding: String, body: RawSpan) -> RemoteWriteResponse {
        guard contentEncoding.isEmpty || contentEncoding == "snappy" else {
            let reason =
                "\(contentEncoding) encoding (compression) is not accepted by this server; only snappy is acceptable"
            return refuse(.unsupported(reason))
        }
        guard body.byteCount <= Self.maximumBodyBytes else {
            return refuse(
                RemoteWriteResponse(
                    status: 413,
                    message: "request body exceeds the \(Self.maximumBodyBytes) bytes limit"
                )
            )
        }
        var scratch = takeScratch()
        defer { putBack(scratch) }
        do {
            try SnappyBlock.decompress(body, limitBytes: Self.maximumBodyBytes, into: &scratch.body)
        } catch { return refuse(.badRequest(error.description)) }
        do {
            let message = try RemoteWriteMessage.named(by: contentType)
            guard accepted.contains(message) else {
                let names = accepted.map(\.rawValue).joined(separator: ", ")
                return refuse(
                    .unsupported(
                        "\(message.rawValue) protobuf message is not accepted by this server; only accepts \(names)"
                    )
                )
            }
            scratch.message = message
        } catch { return refuse(.unsupported(error.description)) }
        do { try decode(&scratch) } catch { return refuse(.badRequest(error.description)) }
        return scratch.message == .version1 ? storeWhole(&scratch) : storeParts(&scratch)
    }

    private func decode(_ scratch: inout RemoteWriteScratch) throws(WireError) {
        // Another name for the bytes, so that they can be read while the rest of the scratch changes.
        let decompressed = scratch.body
        switch scratch.message {
        case .version1: try scratch.columns.decode(decompressed.rawSpan)
        case .version2:
            try scratch.columns.decodeSecondVersion(decompressed.rawSpan, labels: &scratch.labels)
            // From here on both versions have their labels in the same place.
            swap(&scratch.body, &scratch.labels)
        }
    }

    private func refuse(_ response: RemoteWriteResponse) -> RemoteWriteResponse {
        logger.error("Error decoding remote write request", metadata: ["err": "\(response.message)"])
        return response
    }

    private func takeScratch() -> RemoteWriteScratch {
        scratches.withLock { $0.popLast() } ?? RemoteWriteScratch()
    }

    private func putBack(_ scratch: consuming RemoteWriteScratch) {
        guard scratch.keptBytes <= Self.keptScratchBytes else { return }
        let kept = scratch
        scratches.withLock { if $0.count < Self.keptScratches { $0.append(kept) } }
    }
}
