import PrometheusModel
import Synchronization
import Testing

@testable import OpenTelemetry

@Suite struct DeltaAccumulatorTests {
    private typealias Point = ExportRequest.Point
    private typealias Kind = ExportRequest.Metric.Kind

    private final class MovedClock: Sendable {
        let now = Mutex<Int64>(1_000_000)

        var clock: WallClock { WallClock { [self] in now.withLock { $0 } } }
    }

    private static func export(_ kind: Kind, _ points: [Point], isDelta: Bool = true) -> ExportRequest {
        var metric = ExportRequest.Metric(name: "m", kind: kind, temporality: isDelta ? .delta : .cumulative)
        metric.isMonotonic = true
        metric.points = points
        return ExportRequest(resources: [.init(scopes: [.init(metrics: [metric])])])
    }

    private static func accumulate(
        _ accumulator: DeltaAccumulator,
        _ kind: Kind,
        _ points: [Point]
    ) -> ExportRequest.Metric? {
        var request = export(kind, points)
        accumulator.accumulate(&request)
        return request.resources[0].scopes[0].metrics.first
    }

    private static func number(_ value: Double, at time: UInt64, from start: UInt64 = 1, _ key: String = "") -> Point {
        var point = Point(startNanoseconds: start, timeNanoseconds: time)
        point.value = value
        if !key.isEmpty { point.attributes = [Attribute(key: "k", value: .text(key))] }
        return point
    }

    @Test func `deltas of each series add up, and late ones are left out`() {
        let accumulator = DeltaAccumulator(clock: MovedClock().clock)
        let first = Self.accumulate(accumulator, .sum, [Self.number(5, at: 10), Self.number(1, at: 10, "other")])
        #expect(first?.temporality == .cumulative)
        #expect(first?.points.map(\.value) == [5, 1])
        let second = Self.accumulate(
            accumulator,
            .sum,
            [
                Self.number(2, at: 20, from: 10), Self.number(100, at: 20, from: 10),
                Self.number(100, at: 15, from: 10),
                Self.number(100, at: 30, from: 0), Self.number(3, at: 30, from: 20),
            ]
        )
        #expect(second?.points.map(\.value) == [7, 10])
        #expect(second?.points.map(\.startNanoseconds) == [1, 1])
        #expect(second?.points.map(\.timeNanoseconds) == [20, 30])
        // Nothing is left of a metric whose points are all late.
        #expect(Self.accumulate(accumulator, .sum, [Self.number(1, at: 5)]) == nil)
        #expect(accumulator.count == 2)
    }

    @Test func `what is not a delta stays as it is`() {
        let accumulator = DeltaAccumulator(clock: MovedClock().clock)
        for (kind, isDelta) in [(Kind.gauge, true), (.sum, false)] {
            var request = Self.export(kind, [Self.number(1, at: 1)], isDelta: isDelta)
            let before = request
            accumulator.accumulate(&request)
            accumulator.accumulate(&request)
            #expect(request == before)
        }
        #expect(accumulator.count == 0)
    }

    @Test func `a series that ended or had no point for five minutes begins again`() {
        let moved = MovedClock()
        let accumulator = DeltaAccumulator(clock: moved.clock)
        _ = Self.accumulate(accumulator, .sum, [Self.number(5, at: 10)])
        var end = Self.number(0, at: 11)
        end.flags = 1
        #expect(Self.accumulate(accumulator, .sum, [end])?.points.first?.hasNoValue == true)
        #expect(Self.accumulate(accumulator, .sum, [Self.number(2, at: 20)])?.points.map(\.value) == [2])
        moved.now.withLock { $0 += DeltaAccumulator.staleMilliseconds }
        #expect(Self.accumulate(accumulator, .sum, [Self.number(4, at: 30)])?.points.map(\.value) == [4])
    }

    @Test func `histograms add up, and begin again with other bounds`() {
        let accumulator = DeltaAccumulator(clock: MovedClock().clock)
        func point(_ counts: [UInt64], _ bounds: [Double], at time: UInt64) -> Point {
            var point = Point(startNanoseconds: 1, timeNanoseconds: time)
            (point.bucketCounts, point.bounds) = (counts, bounds)
            (point.count, point.sum) = (counts.reduce(0, +), 2)
            return point
        }
        _ = Self.accumulate(accumulator, .histogram, [point([1, 2], [5], at: 10)])
        let sum = Self.accumulate(accumulator, .histogram, [point([3, 4], [5], at: 20)])?.points.first
        #expect(sum?.bucketCounts == [4, 6] && sum?.count == 10 && sum?.sum == 4)
        let other = Self.accumulate(accumulator, .histogram, [point([1, 1], [7], at: 30)])?.points.first
        #expect(other?.bucketCounts == [1, 1] && other?.bounds == [7])
    }

    @Test func `exponential histograms add up at the coarser scale`() {
        let accumulator = DeltaAccumulator(clock: MovedClock().clock)
        func point(_ scale: Int32, _ offset: Int32, _ counts: [UInt64], at time: UInt64) -> Point {
            var point = Point(startNanoseconds: 1, timeNanoseconds: time)
            point.scale = scale
            point.positive = .init(offset: offset, counts: counts)
            (point.count, point.sum, point.zeroCount) = (counts.reduce(1, +), 1, 1)
            return point
        }
        _ = Self.accumulate(accumulator, .exponentialHistogram, [point(1, -1, [1, 2, 3, 4], at: 10)])
        let sum = Self.accumulate(accumulator, .exponentialHistogram, [point(0, 2, [5], at: 20)])?.points.first
        #expect(sum?.scale == 0)
        // Indices -1, 0, 1, 2 of scale 1 are -1, 0, 0, 1 of scale 0.
        #expect(sum?.positive == .init(offset: -1, counts: [1, 5, 4, 5]))
        #expect(sum?.count == 17 && sum?.zeroCount == 2)
        // So far apart that the scale has to give way.
        let far = Self.accumulate(accumulator, .exponentialHistogram, [point(0, 1000, [1], at: 30)])?.points.first
        #expect((far?.positive.counts.count ?? 0) <= 160)
        #expect(far?.positive.counts.reduce(0, +) == 16)
        let wild = Self.accumulate(
            accumulator,
            .exponentialHistogram,
            [
                point(.max, .max, [1, 1], at: 40), point(.min, .min, [1, 1], at: 50), point(20, .max, [1, 1], at: 60),
                point(-10, .min, [1, 1], at: 70),
            ]
        )
        #expect(wild?.points.count == 4)
    }
}
