import PrometheusModel
import TestSupport

/// Series with everything that makes life hard: jitter, gaps, stale markers, resets, NaN and infinities.
///
/// The finite values are quarters, so that sums of them are exact.
enum RandomSeries {
    /// The metrics `a` and `b` (labels `i`, `j`), `c` (label `i`), `odd` (`i`, `j`; NaN and infinities) and `info`.
    static func all(seed: UInt64) -> [ReferenceSeries] {
        var random = SeededGenerator(seed: seed)
        var result: [ReferenceSeries] = []
        for name in ["a", "b", "c", "odd"] {
            for i in 0..<4 {
                for j in name == "c" ? [""] : ["x", "y", "z"] where !random.happens(1, outOf: 9) {
                    var labels = ["__name__": name, "i": "\(i)"]
                    if !j.isEmpty { labels["j"] = j }
                    let isCounter = name == "a" || random.happens(1, outOf: 4)
                    let samples = samples(isCounter: isCounter, isOdd: name == "odd", &random)
                    result.append(ReferenceSeries(labels: labels, samples: samples))
                }
            }
        }
        for i in 0..<3 { result += versions(of: i, &random) }
        return result
    }

    /// `info` (labels `i`, `v`): versions of one thing that follow each other, only rarely two at a time.
    private static func versions(of i: Int, _ random: inout SeededGenerator) -> [ReferenceSeries] {
        var series = (0..<3).map {
            ReferenceSeries(labels: ["__name__": "info", "i": "\(i)", "v": "\($0)"], samples: [])
        }
        var version = 0
        for time in stride(from: Int64(2000), to: 3_000_000, by: 20_000) {
            if random.happens(1, outOf: 20) {
                // Without a marker the old one lives on for a while, beside the new one.
                if !random.happens(1, outOf: 300) {
                    series[version].samples.append(.init(time: time, value: StaleMarker.value))
                }
                version = Int(random.next() % 3)
            }
            series[version].samples.append(.init(time: time + 1, value: 1))
        }
        return series.filter { !$0.samples.isEmpty }
    }

    static func store(_ series: [ReferenceSeries]) -> MemoryStore {
        var store = MemoryStore()
        for one in series {
            store.append(
                one.packed,
                one.samples.map { ($0.time, $0.value) }
            )
        }
        return store
    }

    private static func samples(
        isCounter: Bool,
        isOdd: Bool,
        _ random: inout SeededGenerator
    ) -> [ReferenceSeries.Sample] {
        let interval = random.pick([Int64(5000), 15_000, 30_000, 61_000])
        var samples: [ReferenceSeries.Sample] = []
        var value = Double(random.next() % 400) / 4
        var time = Int64(random.next() % UInt64(interval)) + 1
        var isSilent = false
        while time < 3_000_000 {
            let jitter = random.happens(1, outOf: 3) ? Int64(random.next() % 900) : 0
            if random.happens(1, outOf: isSilent ? 8 : 40) { isSilent.toggle() }
            if isSilent {
                if random.happens(1, outOf: 5) { samples.append(.init(time: time + jitter, value: StaleMarker.value)) }
            } else {
                if isCounter {
                    value = random.happens(1, outOf: 30) ? 0 : value + Double(random.next() % 100) / 4
                } else if !random.happens(1, outOf: 4) {
                    value = Double(random.next() % 800) / 4 - 100
                }
                let isSpecial = isOdd && random.happens(1, outOf: 5)
                let shown = isSpecial ? random.pick([Double.nan, .infinity, -.infinity, -0.0]) : value
                samples.append(.init(time: time + jitter, value: shown))
            }
            time += interval
        }
        return samples
    }
}
