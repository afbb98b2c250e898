internal import LabelMatching
internal import PrometheusModel
internal import Storage
internal import Synchronization

/// The newest samples of all series, in memory. (The first, plain version: only its shape stays.)
final class Head: Sendable {
    struct State {
        var ids: [Labels: Int] = [:]
        var labels: [Labels] = []
        var samples: [SampleColumns] = []
        var statistics = HeadStatistics()
    }

    let state = Mutex(State())

    func resolve(_ labels: [Labels]) -> [(reference: SeriesReference, isNew: Bool)] {
        state.withLock { state in
            labels.map { labels in
                if let id = state.ids[labels] { return (SeriesReference(UInt64(id + 1)), false) }
                state.ids[labels] = state.labels.count
                state.labels.append(labels)
                state.samples.append(SampleColumns())
                state.statistics.seriesCount += 1
                return (SeriesReference(UInt64(state.labels.count)), true)
            }
        }
    }

    func commit(_ batch: borrowing SampleBatch) -> AppendOutcome {
        let (references, timestamps, values) = (batch.references, batch.timestamps, batch.values)
        return state.withLock { state in
            var outcome = AppendOutcome()
            for index in references.indices {
                guard references[index].rawValue > 0, references[index].rawValue <= UInt64(state.samples.count) else {
                    outcome.refused.append((index, .unknownSeries))
                    continue
                }
                let id = Int(references[index].rawValue) - 1
                if let last = state.samples[id].timestamps.last, last >= timestamps[index] {
                    if last > timestamps[index] { outcome.refused.append((index, .outOfOrder)) }
                    continue
                }
                state.samples[id].append(timestamps[index], values[index])
                state.statistics.samplesAppended += 1
            }
            return outcome
        }
    }

    var statistics: HeadStatistics { state.withLock { $0.statistics } }
}
