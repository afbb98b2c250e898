internal import BlockCompression
package import Logging
internal import PrometheusBytes
internal import PrometheusClient
package import PrometheusConfiguration
package import PrometheusModel
internal import PrometheusWire
package import Storage
internal import StrictYAML

/// Takes metrics over OTLP and commits their samples to a store: all of a request, or nothing.
package final class OTLPReceiver: Sendable {
    /// What the server was started with.
    package struct Options: Sendable {
        /// Whether points that count from the one before them are stored as they are.
        package var takesDeltas = false
        /// Whether they are added up.
        package var accumulatesDeltas = false
        package var addsTypeLabels = false
        package var lookbackMilliseconds: Int64 = 300_000

        package init() {}
    }

    /// What is answered.
    package struct Answer: Sendable, Hashable {
        package var status: Int
        package var message: String
    }

    /// The largest body that is accepted, compressed and decompressed.
    package static let maximumBodyBytes = 32 << 20
    private static let futureToleranceMilliseconds: Int64 = 10 * 60 * 1000

    private let store: any SampleStore
    private let clock: WallClock
    private let logger: Logger
    private let metrics: OTLPMetrics
    private let options: Options
    private let settings: @Sendable () -> OTLPSettings
    private let accumulator: DeltaAccumulator?

    package init(
        store: any SampleStore,
        clock: WallClock,
        logger: Logger,
        metrics: OTLPMetrics,
        options: Options,
        settings: @escaping @Sendable () -> OTLPSettings
    ) {
        self.store = store
        self.clock = clock
        self.logger = logger
        self.metrics = metrics
        self.options = options
        self.settings = settings
        accumulator = options.accumulatesDeltas ? DeltaAccumulator(clock: clock) : nil
    }

    /// Handles the body of a `POST /api/v1/otlp/v1/metrics`.
    ///
    /// Missing headers are empty texts.
    package func receive(contentType: String, contentEncoding: String, body: [UInt8]) -> Answer {
        var export: ExportRequest
        do {
            export = try Self.decode(contentType, contentEncoding, body)
        } catch {
            logger.error("Error decoding OTLP write request", metadata: ["err": "\(error)"])
            return Answer(status: 400, message: "\(error)")
        }
        accumulator?.accumulate(&export)
        let translation = RequestTranslation(
            settings: settings(),
            takesDeltas: options.takesDeltas,
            addsTypeLabels: options.addsTypeLabels,
            lookbackMilliseconds: options.lookbackMilliseconds
        )
        let request = translation.translate(export)
        for warning in request.warnings {
            metrics.warnings[warning.category].increment()
            logger.warning(
                "Warnings translating OTLP metrics to Prometheus write request",
                metadata: ["warnings": "\(warning.text)"]
            )
        }
        guard request.errors.isEmpty else {
            return fail(500, request.errors.map(\.description).joined(separator: "\n"))
        }
        let latest = clock.nowMilliseconds() + Self.futureToleranceMilliseconds
        guard request.floats.allSatisfy({ $0.timestamp <= latest }),
            request.histograms.allSatisfy({ $0.timestamp <= latest })
        else {
            return fail(400, "out of bounds: timestamp is too far in the future")
        }
        do throws(StorageError) {
            return try store(request)
        } catch {
            return fail(500, "\(error)")
        }
    }

    private func fail(_ status: Int, _ message: String) -> Answer {
        logger.error("Error appending remote write", metadata: ["err": "\(message)"])
        return Answer(status: status, message: message)
    }

    private static func decode(
        _ contentType: String,
        _ contentEncoding: String,
        _ body: [UInt8]
    ) throws -> ExportRequest {
        guard contentType == "application/x-protobuf" || contentType == "application/json" else {
            throw OTLPRequestError.contentType(contentType)
        }
        var bytes = body
        switch contentEncoding {
        case "": break
        case "gzip": try Gzip.decompress(body.rawSpan, limitBytes: maximumBodyBytes, into: &bytes)
        default: throw OTLPRequestError.compression(contentEncoding)
        }
        return contentType == "application/json" ? try JSONExport.decode(bytes) : try ProtobufExport.decode(bytes)
    }

    // MARK: Storing

    private func store(_ request: TranslatedRequest) throws(StorageError) -> Answer {
        guard !request.series.isEmpty else { return Answer(status: 200, message: "") }
        var attempts = 2
        while true {
            attempts -= 1
            let references = try store.resolve(request.series).map(\.reference)
            let outcome = try store.commit(Self.batch(request, references))
            let late = outcome.refusedExemplars.count { $0.refusal == .exemplarOutOfOrder }
            if late > 0 {
                metrics.outOfOrderExemplars.increment(by: late)
                logger.warning("Error on ingesting OTLP exemplars", metadata: ["num_dropped": "\(late)"])
            }
            let refusals = (outcome.refused + outcome.refusedHistograms).map(\.refusal)
            guard let first = refusals.first(where: { $0 != .unknownSeries }) ?? refusals.first else {
                return Answer(status: 200, message: "")
            }
            // Forgotten between the two calls: once more.
            if first == .unknownSeries, attempts > 0 { continue }
            return fail(Self.status(first), Self.text(first))
        }
    }

    private static func batch(_ request: TranslatedRequest, _ references: [SeriesReference]) -> SampleBatch {
        var batch = SampleBatch()
        batch.isAtomic = true
        // A series' samples stand in the order of their times; the sort keeps the rest as it came.
        for sample in request.floats.enumerated().sorted(by: {
            ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset)
        }) {
            let item = sample.element
            batch.append(references[item.series], item.timestamp, item.value, startTimestamp: item.start)
        }
        for item in request.histograms.sorted(by: { $0.timestamp < $1.timestamp }) {
            batch.histograms.append(
                HistogramSample(
                    references[item.series],
                    timestamp: item.timestamp,
                    startTimestamp: item.start,
                    item.histogram
                )
            )
        }
        batch.exemplars = request.exemplars.map { ExemplarSample(references[$0.series], $0.exemplar) }
        batch.metadata = request.metadata.map { MetadataSample(references[$0.key], $0.value) }
        return batch
    }

    private static func status(_ refusal: AppendOutcome.Refusal) -> Int {
        switch refusal {
        case .outOfOrder, .duplicateTimestamp, .outOfBounds, .tooOld: 400
        default: 500
        }
    }

    private static func text(_ refusal: AppendOutcome.Refusal) -> String {
        switch refusal {
        case .outOfOrder: "out of order sample"
        case .duplicateTimestamp: "duplicate sample for timestamp"
        case .outOfBounds: "out of bounds"
        case .tooOld: "too old sample"
        case .unknownSeries: "unknown series"
        case .invalidHistogram(let reason): reason
        case .exemplarOutOfOrder: "out of order exemplar"
        case .exemplarLabelsTooLong: "label length for exemplar exceeds maximum of 128 UTF-8 characters"
        }
    }
}
