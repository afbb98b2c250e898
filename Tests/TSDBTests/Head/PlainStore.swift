import PrometheusModel
import Storage

@testable import TSDB

/// The head's rules in the plainest form, to compare the head with.
struct PlainStore {
    var order: [Labels] = []
    var samples: [[(timestamp: Int64, value: Double)]] = []
    var maxTime: Int64?
    let chunkRange: Int64

    init(chunkRange: Int64) { self.chunkRange = chunkRange }

    mutating func resolve(_ labels: Labels) -> SeriesReference {
        if let known = order.firstIndex(of: labels) { return SeriesReference(UInt64(known + 1)) }
        order.append(labels)
        samples.append([])
        return SeriesReference(UInt64(order.count))
    }

    mutating func commit(_ batch: SampleBatch) -> [AppendOutcome.Refusal?] {
        guard let first = batch.timestamps.first else { return [] }
        let minValid = (maxTime ?? first) - chunkRange / 2
        return (0..<batch.count).map { index in
            let (timestamp, value) = (batch.timestamps[index], batch.values[index])
            guard (1...samples.count).contains(Int(batch.references[index].rawValue)) else { return .unknownSeries }
            let series = Int(batch.references[index].rawValue) - 1
            if timestamp < minValid { return .outOfBounds }
            if let last = samples[series].last {
                if timestamp < last.timestamp { return .outOfOrder }
                if timestamp == last.timestamp {
                    return value.bitPattern == last.value.bitPattern ? nil : .duplicateTimestamp
                }
            }
            samples[series].append((timestamp, value))
            maxTime = max(maxTime ?? timestamp, timestamp)
            return nil
        }
    }
}
