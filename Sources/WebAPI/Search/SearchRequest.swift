internal import HTTPServing
internal import LabelMatching
internal import PrometheusModel

/// The parameters of a search, checked.
struct SearchRequest {
    private static let mostTerms = 32
    private static let usualLimit = 100
    private static let usualBatch = 100
    private static let hourMilliseconds: Int64 = 3_600_000

    let window: ClosedRange<Int64>
    let matchers: [[LabelMatcher]]
    let terms: SearchTerms
    let includesScore: Bool
    let includesMetadata: Bool
    let order: SearchOrder
    let limit: Int
    let batchSize: Int
    /// The name of the label whose values are searched; empty for other subjects.
    let label: String

    /// Reads the parameters; the first that is wrong is reported.
    init(
        _ parameters: APIParameters,
        _ subject: SearchSubject,
        maximumLimit: Int,
        nowMilliseconds now: Int64
    ) throws(APIError) {
        label = parameters["label"]
        if subject == .labelValues, label.isEmpty { throw .badData("missing required parameter \"label\"") }
        let start = try parameters.time("start")?.milliseconds ?? now - Self.hourMilliseconds
        let end = try parameters.time("end")?.milliseconds ?? now
        guard end >= start else { throw .badData("end timestamp must not be before start timestamp") }
        window = start...end
        matchers = try parameters.matchers()
        terms = try Self.terms(parameters)
        includesScore = try Self.isOn(parameters, "include_score", usually: false)
        let metadata = try Self.isOn(parameters, "include_metadata", usually: false)
        includesMetadata = metadata && subject == .metricNames
        order = try Self.order(parameters, subject, terms)
        limit = try Self.limit(parameters, maximumLimit)
        batchSize = try Self.positive(parameters, "batch_size") ?? Self.usualBatch
    }

    private static func terms(_ parameters: APIParameters) throws(APIError) -> SearchTerms {
        let texts = parameters.values.all("search[]")
        guard texts.count <= mostTerms else {
            throw .badData("too many search[] terms: got \(texts.count), maximum is \(mostTerms)")
        }
        var threshold = 0
        if !parameters["fuzz_threshold"].isEmpty {
            let text = parameters["fuzz_threshold"]
            guard let number = Int(text), (0...100).contains(number) else {
                throw .badData("invalid fuzz_threshold \(text.quoted): must be 0-100")
            }
            threshold = number
        }
        let name = parameters["fuzz_alg"]
        guard let algorithm = name.isEmpty ? .subsequence : FuzzyAlgorithm(rawValue: name) else {
            let known = FuzzyAlgorithm.allCases.map(\.rawValue).joined(separator: " ")
            throw .badData("unsupported fuzz_alg \(name.quoted): must be one of [\(known)]")
        }
        let isCaseSensitive = try isOn(parameters, "case_sensitive", usually: true)
        return SearchTerms(texts, algorithm, thresholdPercent: threshold, isCaseSensitive: isCaseSensitive)
    }

    private static func order(
        _ parameters: APIParameters,
        _ subject: SearchSubject,
        _ terms: SearchTerms
    ) throws(APIError) -> SearchOrder {
        let (key, direction) = (parameters["sort_by"], parameters["sort_dir"])
        switch key {
        case "":
            guard direction.isEmpty else { throw .badData("sort_dir is only valid when sort_by is set") }
            return .unsorted
        case "score":
            guard !terms.isEmpty else { throw .badData("sort_by=score requires search[] to be set") }
            guard direction.isEmpty else { throw .badData("sort_dir is not supported for sort_by=score") }
            return .score
        case "alpha":
            switch direction {
            case "", "asc": return .ascending
            case "dsc": return .descending
            default: throw .badData("invalid sort_dir \(direction.quoted): must be \"asc\" or \"dsc\"")
            }
        default:
            throw .badData(
                "invalid sort_by \(key.quoted) for \(subject.rawValue): must be \"alpha\" or \"score\""
            )
        }
    }

    private static func limit(_ parameters: APIParameters, _ maximum: Int) throws(APIError) -> Int {
        guard let limit = try positive(parameters, "limit") else {
            return maximum > 0 ? min(usualLimit, maximum) : usualLimit
        }
        guard maximum == 0 || limit <= maximum else {
            throw .badData(
                "limit \(limit) exceeds the configured maximum (\(maximum), see --web.search.max-limit)"
            )
        }
        return limit
    }

    private static func positive(_ parameters: APIParameters, _ name: String) throws(APIError) -> Int? {
        let text = parameters[name]
        guard !text.isEmpty else { return nil }
        guard let number = Int(text), number > 0 else {
            throw .badData("invalid \(name) \(text.quoted): must be a positive integer")
        }
        return number
    }

    private static func isOn(_ parameters: APIParameters, _ name: String, usually: Bool) throws(APIError) -> Bool {
        guard !parameters[name].isEmpty else { return usually }
        do throws(APIError) { return try parameters.isOn(name) } catch {
            throw .badData("invalid \(name) \(parameters[name].quoted): must be boolean")
        }
    }
}
