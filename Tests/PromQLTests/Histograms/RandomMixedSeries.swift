import PrometheusModel
import TestSupport

/// Series of floats and native histograms by chance: counters with resets, gauges, other schemas, other bounds, gaps.
enum RandomMixedSeries {
    static func store(seed: UInt64) -> MemoryStore {
        var random = SeededGenerator(seed: seed)
        var store = MemoryStore()
        for i in 0..<4 {
            for j in ["x", "y"] {
                let labels: Labels = ["__name__": "h", "i": "\(i)", "j": j]
                store.append(labels, samples(&random))
            }
            store.append(["__name__": "f", "i": "\(i)"], (0..<60).map { (Int64($0) * 20_000, Double($0 * (i + 1))) })
        }
        return store
    }

    private static func samples(_ random: inout SeededGenerator) -> SampleColumns {
        var samples = SampleColumns()
        var histogram = start(&random)
        let isMixed = random.happens(1, outOf: 3)
        let changesLayout = random.happens(1, outOf: 3)
        for step in 0..<60 {
            let time = Int64(step) * 20_000 + Int64(random.next() % 3000)
            if random.happens(1, outOf: 12) { continue }
            if random.happens(1, outOf: 20) {
                samples.append(time, StaleMarker.value)
            } else if isMixed, random.happens(1, outOf: 6) {
                samples.append(time, Double(step))
            } else {
                if changesLayout, random.happens(1, outOf: 10) { histogram = start(&random) }
                if random.happens(1, outOf: 15) { histogram = histogram.multiplied(by: 0.5) }
                grow(&histogram, &random)
                samples.append(time, histogram)
            }
        }
        samples.setHintsAsStored()
        return samples
    }

    private static func start(_ random: inout SeededGenerator) -> FloatHistogram {
        var result = FloatHistogram()
        if random.happens(1, outOf: 4) {
            result.layout.schema = HistogramLayout.customBucketsSchema
            result.layout.customBounds = random.pick([[1, 2, 4], [1, 3, 4, 8], [2]])
            let count = result.layout.customBounds.count + 1
            result.layout.positiveSpans = [HistogramSpan(offset: 0, length: UInt32(count))]
            result.positiveBuckets = [Double](repeating: 1, count: count)
        } else {
            result.layout.schema = random.pick([0, 0, 1, 2])
            result.layout.zeroThreshold = random.pick([0.001, 0.001, 0.5])
            result.layout.positiveSpans = [HistogramSpan(offset: 1, length: 3)]
            result.positiveBuckets = [1, 2, 1]
            if random.happens(1, outOf: 3) {
                result.layout.negativeSpans = [HistogramSpan(offset: 2, length: 2)]
                result.negativeBuckets = [1, 1]
            }
        }
        result.count = (result.positiveBuckets + result.negativeBuckets).reduce(0, +)
        result.counterResetHint = random.happens(1, outOf: 4) ? .gauge : .unknown
        return result
    }

    private static func grow(_ histogram: inout FloatHistogram, _ random: inout SeededGenerator) {
        for index in histogram.positiveBuckets.indices {
            let more = Double(random.next() % 4)
            histogram.positiveBuckets[index] += more
            histogram.count += more
            histogram.sum += more * 1.5
        }
        if !histogram.usesCustomBuckets, random.happens(1, outOf: 2) {
            histogram.zeroCount += 1
            histogram.count += 1
        }
    }
}
