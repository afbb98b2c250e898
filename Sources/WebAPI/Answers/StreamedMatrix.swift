internal import HTTPServing
internal import PromQL
internal import Synchronization

/// A matrix that is evaluated and written a few series at a time while it is sent.
final class StreamedMatrix: Sendable {
    private enum Stage: Sendable {
        /// Whether an element was written already.
        case elements(hasSome: Bool)
        case finished
    }

    private let stream: StreamedQuery
    private let query: String
    private let stats: String
    private let warnings: [String]
    private let stage = Mutex(Stage.elements(hasSome: false))
    /// The piece that was made before the status was known.
    private let first = Mutex<[UInt8]?>(nil)

    /// `warnings` are told behind those of the query.
    init(_ stream: StreamedQuery, _ query: String, _ stats: String, _ warnings: [String]) {
        self.stream = stream
        self.query = query
        self.stats = stats
        self.warnings = warnings
    }

    /// The answer; what is wrong with the first series still has a status of its own.
    func response() async throws(PromQLError) -> OutgoingResponse {
        let piece = try await piece()
        first.withLock { $0 = piece }
        return OutgoingResponse(
            status: 200,
            headers: [("Content-Type", "application/json")],
            body: .feed { [self] () async throws(BrokenFeedError) in
                if let piece = takeFirst() { return piece }
                do throws(PromQLError) {
                    return try await self.piece()
                } catch {
                    throw BrokenFeedError()
                }
            }
        )
    }

    private func takeFirst() -> [UInt8]? { first.withLock { $0.take() } }

    private func piece() async throws(PromQLError) -> [UInt8]? {
        guard case .elements(let hasSome) = stage.withLock({ $0 }) else { return nil }
        let written = try await stream.next { Self.elements($0, hasSome: hasSome) }
        if let written {
            stage.withLock { $0 = .elements(hasSome: true) }
            return written
        }
        stage.withLock { $0 = .finished }
        return end(hasSome: hasSome)
    }

    private static let start = "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["

    private static func elements(_ series: [QuerySeries], hasSome: Bool) -> [UInt8] {
        var writer = JSONWriter()
        writer.raw(hasSome ? "," : start)
        writer.beginElements()
        let value = QueryValue.matrix(series)
        for index in series.indices {
            writer.element()
            value.writeElement(index, to: &writer)
        }
        return writer.take()
    }

    private func end(hasSome: Bool) -> [UInt8] {
        let remarks = stream.remarks
        var writer = JSONWriter()
        if !hasSome { writer.raw(Self.start) }
        writer.raw("]")
        if !stats.isEmpty {
            writer.raw(",\"stats\":")
            remarks.statistics.write(to: &writer)
        }
        writer.raw("}")
        writer.notes(remarks.annotations.warnings(in: query) + warnings, remarks.annotations.infos(in: query))
        return writer.take()
    }
}
