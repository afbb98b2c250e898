import PrometheusModel
import Storage
import Synchronization

/// A store in memory that keeps what it is given, refuses what is out of order, and can forget series or fail.
final class RecordingStore: SampleStore {
    struct State {
        var labels: [Labels] = []
        var samples: [Labels: [(Int64, Double)]] = [:]
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
            for index in 0..<batch.count {
                let (reference, time, value) = (batch.references[index], batch.timestamps[index], batch.values[index])
                if let refusal = Self.refusal(reference, time, value, state) {
                    outcome.refused.append((index, refusal))
                } else {
                    state.samples[state.labels[Int(reference.rawValue)], default: []].append((time, value))
                }
            }
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
