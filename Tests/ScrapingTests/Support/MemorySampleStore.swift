import PrometheusModel
import Storage
import Synchronization

/// A store that keeps everything in arrays and refuses what a real one refuses.
final class MemorySampleStore: SampleStore {
    struct State {
        var references: [Labels: UInt64] = [:]
        var labels: [UInt64: Labels] = [:]
        var samples: [UInt64: [(time: Int64, value: Double)]] = [:]
        var histograms: [UInt64: [HistogramSample]] = [:]
        var exemplars: [ExemplarSample] = []
        var metadata: [MetadataSample] = []
        var last: UInt64 = 0
        var commits = 0
        var resolveCalls = 0
        var failure: StorageError?
    }

    let state = Mutex(State())

    func resolve(_ labels: [Labels]) throws(StorageError) -> [(reference: SeriesReference, isNew: Bool)] {
        let result = state.withLock { state -> Result<[(reference: SeriesReference, isNew: Bool)], StorageError> in
            state.resolveCalls += 1
            if let failure = state.failure { return .failure(failure) }
            return .success(
                labels.map { labels in
                    if let known = state.references[labels] { return (SeriesReference(known), false) }
                    state.last += 1
                    state.references[labels] = state.last
                    state.labels[state.last] = labels
                    return (SeriesReference(state.last), true)
                }
            )
        }
        return try result.get()
    }

    func commit(_ batch: borrowing SampleBatch) throws(StorageError) -> AppendOutcome {
        let (references, times, values) = (batch.references, batch.timestamps, batch.values)
        let (histograms, exemplars, metadata) = (batch.histograms, batch.exemplars, batch.metadata)
        let result = state.withLock { state -> Result<AppendOutcome, StorageError> in
            if let failure = state.failure { return .failure(failure) }
            state.commits += 1
            var outcome = AppendOutcome()
            for index in references.indices {
                let refusal = state.append(references[index].rawValue, times[index], values[index])
                if let refusal { outcome.refused.append((index, refusal)) }
            }
            for (index, sample) in histograms.enumerated() {
                if state.labels[sample.reference.rawValue] == nil {
                    outcome.refusedHistograms.append((index, .unknownSeries))
                } else {
                    state.histograms[sample.reference.rawValue, default: []].append(sample)
                }
            }
            state.exemplars += exemplars
            state.metadata += metadata
            return .success(outcome)
        }
        return try result.get()
    }

    /// Forgets a series, as a store does that collects what was not written to for long.
    func forget(_ labels: Labels) {
        state.withLock { state in
            guard let reference = state.references.removeValue(forKey: labels) else { return }
            state.labels[reference] = nil
        }
    }

    /// The samples of the series with these labels as texts, `stale` for staleness markers.
    func samples(_ labels: Labels) -> [String] {
        state.withLock { state in
            let all = state.labels.filter { $0.value == labels }.flatMap { state.samples[$0.key] ?? [] }
            return all.map { "\($0.value.isStaleMarker ? "stale" : FloatText.string($0.value))@\($0.time)" }
        }
    }

    /// The histograms of the series with these labels.
    func histograms(_ labels: Labels) -> [HistogramSample] {
        state.withLock { state in
            state.labels.filter { $0.value == labels }.flatMap { state.histograms[$0.key] ?? [] }
        }
    }

    /// The label sets of all series but the reports, sorted.
    var series: [Labels] {
        state.withLock { state in
            state.references.keys.filter { labels in
                let name = labels[Label.metricName] ?? ""
                return name != "up" && !name.hasPrefix("scrape_")
            }.sorted()
        }
    }
}

extension MemorySampleStore.State {
    fileprivate mutating func append(_ reference: UInt64, _ time: Int64, _ value: Double) -> AppendOutcome.Refusal? {
        guard labels[reference] != nil else { return .unknownSeries }
        if let last = samples[reference]?.last {
            if last.time > time { return .outOfOrder }
            if last.time == time { return last.value.bitPattern == value.bitPattern ? nil : .duplicateTimestamp }
        }
        samples[reference, default: []].append((time, value))
        return nil
    }
}
