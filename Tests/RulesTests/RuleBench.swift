import LabelMatching
import Logging
import PrometheusClient
import PrometheusConfiguration
import PrometheusModel
import PromQL
import Storage
import Synchronization

@testable import Rules

/// A store in memory and scripted query results, to run rule groups against.
final class RuleBench: SampleStore, Queryable, Querier {
    struct Sample: Hashable {
        var labels: Labels
        var time: Int64
        var value: Double
    }

    /// A query that a rule made.
    struct Question: Hashable {
        var query: String
        var time: Int64
        /// How many samples were stored then.
        var sampleCount: Int
    }

    private struct State {
        var series: [Labels] = []
        var samples: [Sample] = []
        var results: [String: QueryValue] = [:]
        var questions: [Question] = []
        var sent: [[RuleAlert]] = []
        var now: Int64 = 0
        var refusals: [Labels: AppendOutcome.Refusal] = [:]
        var isBroken = false
    }

    private let state = Mutex(State())
    let registry = Registry()

    var samples: [Sample] { state.withLock(\.samples) }
    var questions: [Question] { state.withLock(\.questions) }
    var sent: [[RuleAlert]] { state.withLock(\.sent) }

    /// The values of one series; stale markers are `nil`.
    func values(_ labels: Labels) -> [Double?] {
        samples.filter { $0.labels == labels }.map { $0.value.isStaleMarker ? nil : $0.value }
    }

    /// The value of a metric whose line begins with `prefix`.
    func metric(_ prefix: String) -> Double? {
        String(decoding: registry.text(), as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(prefix + " ") }
            .flatMap { Double($0.dropFirst(prefix.utf8.count + 1)) }
    }

    /// Refuses the samples of a series from now on; `nil` takes them again.
    func refuse(_ labels: Labels, _ refusal: AppendOutcome.Refusal?) {
        state.withLock { $0.refusals[labels] = refusal }
    }

    /// Whether commits fail.
    func setBroken(_ isBroken: Bool) { state.withLock { $0.isBroken = isBroken } }

    func set(_ query: String, _ elements: [(Labels, Double)]) {
        var vector = QueryVector(timestamp: 0)
        for (labels, value) in elements { vector.append(labels, value) }
        let value = QueryValue.vector(vector)
        state.withLock { $0.results[query] = value }
    }

    func set(_ query: String, value: QueryValue) { state.withLock { $0.results[query] = value } }
    var nowMilliseconds: Int64 { state.withLock(\.now) }
    func setNow(_ now: Int64) { state.withLock { $0.now = now } }

    func add(_ labels: Labels, _ time: Int64, _ value: Double) {
        state.withLock { state in
            if !state.series.contains(labels) { state.series.append(labels) }
            state.samples.append(Sample(labels: labels, time: time, value: value))
        }
    }

    func context() throws -> RuleContext {
        try context(evaluating: { [self] asked throws(PromQLError) in
            let (query, time) = (asked.text, asked.time)
            let value = state.withLock { state in
                let question = Question(query: query, time: time, sampleCount: state.samples.count)
                state.questions.append(question)
                return state.results[query]
            }
            guard let value else { throw .execution("no result") }
            return value
        })
    }

    /// A context whose queries are answered by something else than the scripted results.
    func context(evaluating query: @escaping RuleContext.Query) throws -> RuleContext {
        var context = RuleContext(
            query: query,
            queryable: self,
            store: self,
            send: { [self] alerts in state.withLock { $0.sent.append(alerts) } },
            externalURL: "http://p:9090",
            metrics: try RuleMetrics(registry),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        context.clock = WallClock { [self] in state.withLock(\.now) }
        return context
    }

    /// A group of a rule file's text.
    func group(
        _ yaml: String,
        needsRestoration: Bool = false,
        _ context: RuleContext? = nil
    ) throws -> RuleGroup {
        let settings = RuleSettings(ServerConfiguration())
        let definition = try RuleFiles.decode(yaml, file: "r.yml", settings: settings)[0]
        return RuleGroup(
            definition,
            settings,
            try context ?? self.context(),
            needsRestoration: needsRestoration
        )
    }

    // MARK: Store

    func resolve(_ labels: [Labels]) throws(StorageError) -> [(reference: SeriesReference, isNew: Bool)] {
        state.withLock { state in
            labels.map { labels in
                if let at = state.series.firstIndex(of: labels) { return (SeriesReference(UInt64(at)), false) }
                state.series.append(labels)
                return (SeriesReference(UInt64(state.series.count - 1)), true)
            }
        }
    }

    func commit(_ batch: borrowing SampleBatch) throws(StorageError) -> AppendOutcome {
        let rows = zip(batch.references, zip(batch.timestamps, batch.values)).map { ($0, $1.0, $1.1) }
        let outcome = state.withLock { state -> AppendOutcome? in
            guard !state.isBroken else { return nil }
            var outcome = AppendOutcome()
            for (i, (reference, time, value)) in rows.enumerated() {
                let labels = state.series[Int(reference.rawValue)]
                if let refusal = state.refusals[labels] {
                    outcome.refused.append((i, refusal))
                } else {
                    state.samples.append(Sample(labels: labels, time: time, value: value))
                }
            }
            return outcome
        }
        guard let outcome else { throw .closed }
        return outcome
    }

    func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier { self }
    func labelNames(_ matchers: [LabelMatcher]) throws(StorageError) -> [String] { [] }
    func labelValues(_ name: String, _ matchers: [LabelMatcher]) throws(StorageError) -> [String] { [] }

    func select(_ matchers: [LabelMatcher], hints: SelectHints) throws(StorageError) -> any SeriesSelection {
        Selection(
            series: state.withLock(\.series).filter { labels in matchers.allSatisfy { $0.matches(labels) } },
            samples: samples
        )
    }

    private struct Selection: SeriesSelection {
        let series: [Labels]
        let samples: [Sample]
        var count: Int { series.count }
        func labels(at index: Int) -> Labels { series[index] }
        func read(
            _ index: Int,
            _ window: ClosedRange<Int64>,
            into columns: inout SampleColumns
        ) throws(StorageError) {
            for sample in samples where sample.labels == series[index] && window.contains(sample.time) {
                columns.append(sample.time, sample.value)
            }
        }
    }
}
