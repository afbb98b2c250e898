package import PrometheusModel
package import Storage
internal import Synchronization

/// A store that holds everything in memory: for unit tests of rules, and for what rules record while they are backtested.
package final class MemoryDatabase: SampleStore, Queryable {
    private struct State {
        var labels: [Labels] = []
        var columns: [SampleColumns] = []
        var positions: [Labels: Int] = [:]
        /// The series by metric name.
        var byName: [String: [Int]] = [:]

        mutating func position(of series: Labels) -> (index: Int, isNew: Bool) {
            if let known = positions[series] { return (known, false) }
            let index = labels.count
            labels.append(series)
            columns.append(SampleColumns())
            positions[series] = index
            byName[series[Label.metricName] ?? "", default: []].append(index)
            return (index, true)
        }
    }

    private let state = Mutex(State())

    package init() {}

    /// Adds samples to a series, which are later than those it has.
    package func append(_ series: Labels, _ samples: SampleColumns) {
        state.withLock { state in
            let (index, isNew) = state.position(of: series)
            let known = state.columns[index].histograms.count
            defer {
                if state.columns[index].histograms.count > known {
                    state.columns[index].setStoredResetHints(from: known)
                }
            }
            if isNew {
                state.columns[index] = samples
                return
            }
            for row in 0..<samples.count {
                if let at = samples.histogramRows.firstIndex(of: Int32(row)) {
                    state.columns[index].append(samples.timestamps[row], samples.histograms[at])
                } else {
                    state.columns[index].append(samples.timestamps[row], samples.values[row])
                }
            }
        }
    }

    package func resolve(_ labels: [Labels]) throws(StorageError) -> [(reference: SeriesReference, isNew: Bool)] {
        state.withLock { state in
            labels.map { series in
                let (index, isNew) = state.position(of: series)
                return (SeriesReference(UInt64(index)), isNew)
            }
        }
    }

    package func commit(_ batch: borrowing SampleBatch) throws(StorageError) -> AppendOutcome {
        let floats = (batch.references, batch.timestamps, batch.values)
        let histograms = batch.histograms
        return state.withLock { state in
            var outcome = AppendOutcome()
            for i in floats.0.indices {
                let index = Int(floats.0[i].rawValue)
                guard state.columns.indices.contains(index) else {
                    outcome.refused.append((i, .unknownSeries))
                    continue
                }
                let (time, value) = (floats.1[i], floats.2[i])
                if let last = state.columns[index].timestamps.last, time <= last {
                    let isSame = time == last && state.columns[index].values.last?.bitPattern == value.bitPattern
                    if !isSame { outcome.refused.append((i, time == last ? .duplicateTimestamp : .outOfOrder)) }
                    continue
                }
                state.columns[index].append(time, value)
            }
            for (i, sample) in histograms.enumerated() {
                let index = Int(sample.reference.rawValue)
                guard state.columns.indices.contains(index) else {
                    outcome.refusedHistograms.append((i, .unknownSeries))
                    continue
                }
                if let last = state.columns[index].timestamps.last, sample.timestamp <= last {
                    outcome.refusedHistograms.append((i, .outOfOrder))
                    continue
                }
                guard case .float(let histogram) = sample.histogram else { continue }
                let known = state.columns[index].histograms.count
                state.columns[index].append(sample.timestamp, histogram)
                state.columns[index].setStoredResetHints(from: known)
            }
            return outcome
        }
    }

    package func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier {
        state.withLock { MemoryQuerier(labels: $0.labels, columns: $0.columns, byName: $0.byName) }
    }
}
