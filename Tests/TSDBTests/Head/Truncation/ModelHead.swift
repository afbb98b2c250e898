import PrometheusModel
import Storage

@testable import TSDB

/// What a head must hold, as a dictionary.
struct ModelHead {
    var samples: [Labels: [Int64: Double]] = [:]
    /// What is older may be gone.
    var mint = Int64.min

    mutating func insert(_ labels: Labels, _ time: Int64, _ value: Double) {
        samples[labels, default: [:]][time] = value
    }

    /// The samples of a series from `mint` on, ascending.
    func kept(_ labels: Labels) -> [(time: Int64, value: Double)] {
        (samples[labels] ?? [:]).filter { $0.key >= mint }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Why `found` is not what the head may answer for a series, `nil` if it is: everything kept, and of what is older
    /// only what was once there.
    func objection(_ labels: Labels, _ found: SampleColumns) -> String? {
        let expected = kept(labels)
        let newer = found.timestamps.indices.filter { found.timestamps[$0] >= mint }
        guard newer.map({ found.timestamps[$0] }) == expected.map(\.time) else {
            return "\(labels) has other times: \(newer.map { found.timestamps[$0] }) for \(expected.map(\.time))"
        }
        guard newer.map({ found.values[$0].bitPattern }) == expected.map(\.value.bitPattern) else {
            return "\(labels) has other values"
        }
        for index in found.timestamps.indices where found.timestamps[index] < mint {
            let known = samples[labels]?[found.timestamps[index]]
            if known?.bitPattern != found.values[index].bitPattern { return "\(labels) has a sample that never was" }
        }
        return nil
    }
}
