import PrometheusModel
import TestSupport

/// Series with everything that makes life hard: jitter, gaps, stale markers, resets, NaN and infinities.
///
/// The finite values are quarters, so that sums of them are exact.
enum RandomSeries {
    /// The metrics `a` and `b` (labels `i`, `j`), `c` (label `i`), `odd` (`i`, `j`; NaN and infinities), `info`, `started`
    /// (label `i`; its samples know when the counter started), `h` (`i`, `le`: a classic histogram), `base` and
    /// `target_info` (label `instance`).
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
        for i in 0..<3 { result += versions("info", ["i": "\(i)"], &random) }
        for i in 0..<3 { result += versions("target_info", ["instance": "\(i)"], &random) }
        for i in 0..<4 {
            result.append(started(i, &random))
            result += histogram(i, &random)
            let labels = ["__name__": "base", "instance": "\(i)", "v": i == 2 ? "own" : ""].filter { !$0.value.isEmpty }
            result.append(ReferenceSeries(labels: labels, samples: samples(isCounter: false, isOdd: false, &random)))
        }
        return result
    }

    /// A counter whose samples say when it started: sometimes at the last reset, sometimes wrongly, sometimes not at all.
    private static func started(_ i: Int, _ random: inout SeededGenerator) -> ReferenceSeries {
        var samples = samples(isCounter: true, isOdd: false, &random)
        var start: Int64 = 0
        for index in samples.indices {
            let isReset = index > 0 && samples[index].value < samples[index - 1].value
            if isReset || random.happens(1, outOf: 12) {
                let earliest = index > 0 ? samples[index - 1].time : 0
                start = random.pick([
                    0, earliest, earliest + 1, samples[index].time - 1, samples[index].time, earliest - 7,
                ])
            }
            samples[index].start = max(0, start)
        }
        return ReferenceSeries(labels: ["__name__": "started", "i": "\(i)"], samples: samples)
    }

    /// The buckets of a classic histogram, scraped together; now and then a count that is too small.
    private static func histogram(_ i: Int, _ random: inout SeededGenerator) -> [ReferenceSeries] {
        let bounds = ["0.5", "1", "2", i == 3 ? "4" : "+Inf"]
        var buckets = bounds.map {
            ReferenceSeries(labels: ["__name__": "h", "i": "\(i)", "le": $0], samples: [])
        }
        var counts = [0.0, 0, 0, 0]
        for time in stride(from: Int64(3000), to: 3_000_000, by: 30_000) {
            var total = 0.0
            for bucket in counts.indices {
                counts[bucket] += Double(random.next() % 4)
                total += counts[bucket]
                let isDamaged = random.happens(1, outOf: 150)
                buckets[bucket].samples.append(.init(time: time, value: isDamaged ? max(0, total - 8) : total))
            }
        }
        return buckets
    }

    /// Versions of one thing, in the label `v`, that follow each other, only rarely two at a time.
    private static func versions(
        _ name: String,
        _ labels: [String: String],
        _ random: inout SeededGenerator
    ) -> [ReferenceSeries] {
        var series = (0..<3).map {
            ReferenceSeries(labels: labels.merging(["__name__": name, "v": "\($0)"]) { $1 }, samples: [])
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
            var columns = SampleColumns()
            for sample in one.samples {
                columns.append(sample.time, sample.value)
                columns.setStartOfLast(sample.start)
            }
            store.append(one.packed, columns)
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
