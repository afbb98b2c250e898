import PrometheusModel
import Storage
import Synchronization

/// A store in memory that keeps what it is given, refuses what is out of order, and can forget series or fail.
final class RecordingStore: SampleStore {
    struct State {
        var labels: [Labels] = []
        var samples: [Labels: [(Int64, Double)]] = [:]
        var histograms: [Labels: [HistogramSample]] = [:]
        var exemplars: [Labels: [Exemplar]] = [:]
        var metadata: [Labels: SeriesMetadata] = [:]
        var forgotten: Set<SeriesReference> = []
        var resolved = 0
        var failure: StorageError?
    }

    let state = Mutex(State())

    func resolve(_ labels: [Labels]) throws(StorageError) -> [(reference: SeriesReference, isNew: Bool)] {
        state.withLock { state in
            state.resolved += labels.count
            return labels.map { labels in
                let known = state.labels.indices.first {
                    state.labels[$0] == labels && !state.forgotten.contains(SeriesReference(UInt64($0)))
                }
                if let known { return (SeriesReference(UInt64(known)), false) }
                state.labels.append(labels)
                return (SeriesReference(UInt64(state.labels.count - 1)), true)
            }
        }
    }

    func commit(_ batch: borrowing SampleBatch) throws(StorageError) -> AppendOutcome {
        let batch = copy batch
        let result: Result<AppendOutcome, StorageError> = state.withLock { state in
            if let failure = state.failure { return .failure(failure) }
            var outcome = AppendOutcome()
            var next = state
            for index in 0..<batch.count {
                let (reference, time, value) = (batch.references[index], batch.timestamps[index], batch.values[index])
                if let refusal = Self.refusal(reference, time, value, next) {
                    outcome.refused.append((index, refusal))
                } else {
                    next.samples[state.labels[Int(reference.rawValue)], default: []].append((time, value))
                }
            }
            for (index, sample) in batch.histograms.enumerated() {
                if let refusal = Self.refusal(sample.reference, sample.timestamp, 0, next) {
                    outcome.refusedHistograms.append((index, refusal))
                } else {
                    next.histograms[state.labels[Int(sample.reference.rawValue)], default: []].append(sample)
                }
            }
            for (index, sample) in batch.exemplars.enumerated() {
                if sample.exemplar.timestamp < 0 {
                    outcome.refusedExemplars.append((index, .exemplarOutOfOrder))
                } else {
                    next.exemplars[state.labels[Int(sample.reference.rawValue)], default: []].append(sample.exemplar)
                }
            }
            for entry in batch.metadata {
                next.metadata[state.labels[Int(entry.reference.rawValue)]] = entry.metadata
            }
            let isRefused = !outcome.refused.isEmpty || !outcome.refusedHistograms.isEmpty
            if !batch.isAtomic || !isRefused { state = next }
            return .success(outcome)
        }
        return try result.get()
    }

    private static func refusal(
        _ reference: SeriesReference,
        _ time: Int64,
        _ value: Double,
        _ state: State
    ) -> AppendOutcome.Refusal? {
        if state.forgotten.contains(reference) { return .unknownSeries }
        if time < 0 { return .outOfBounds }
        guard let last = state.samples[state.labels[Int(reference.rawValue)]]?.last else { return nil }
        if time < last.0 { return .outOfOrder }
        return time == last.0 && value != last.1 ? .duplicateTimestamp : nil
    }
}
