internal import HTTPServing
internal import PrometheusModel
internal import Scraping

/// What a search found, as lines of JSON: batches, then whether there is more.
struct SearchPieces: ResponsePieces {
    /// One name or value, and how well it answers.
    typealias Result = (text: String, score: Double)

    private let key: String
    private let results: ArraySlice<Result>
    private let batchSize: Int
    private let includesScore: Bool
    private let hasMore: Bool
    private let metadata: [String: MetricMetadata]
    private var position: Int
    private var isFirst = true
    private var isFinished = false

    /// `metadata` is empty unless it was asked for.
    init(_ found: [Result], _ subject: SearchSubject, _ request: SearchRequest, _ metadata: [String: MetricMetadata]) {
        key = subject == .labelValues ? "value" : "name"
        results = found.prefix(request.limit)
        position = results.startIndex
        hasMore = found.count > request.limit
        batchSize = request.batchSize
        includesScore = request.includesScore
        self.metadata = metadata
    }

    mutating func next() -> [UInt8]? {
        guard !isFinished else { return nil }
        var writer = JSONWriter()
        if isFirst || position < results.endIndex {
            isFirst = false
            let batch = results[position...].prefix(batchSize)
            position += batch.count
            writer.object { line in
                line.key("results")
                line.array(batch, write)
            }
        } else {
            isFinished = true
            writer.object {
                $0.member("status", "success")
                $0.member("has_more", hasMore)
            }
        }
        writer.raw("\n")
        return writer.take()
    }

    private func write(_ writer: inout JSONWriter, _ result: Result) {
        writer.object {
            $0.member(key, result.text)
            if includesScore { $0.member("score", number: result.score) }
            guard let known = metadata[result.text] else { return }
            $0.member("type", known.type.rawValue)
            if !known.help.isEmpty { $0.member("help", known.help) }
            if !known.unit.isEmpty { $0.member("unit", known.unit) }
        }
    }
}
