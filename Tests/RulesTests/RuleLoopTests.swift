import PrometheusModel
import Testing

@testable import Rules

/// The schedule of a group, on a clock that only waiting moves.
@Suite struct RuleLoopTests {
    private let bench = RuleBench()
    private static let yaml = "groups:\n- {name: g, interval: 10s, rules: [{record: r, expr: up}]}"
    private static let missed = #"prometheus_rule_group_iterations_missed_total{rule_group="r.yml;g"}"#
    private static let iterations = #"prometheus_rule_group_iterations_total{rule_group="r.yml;g"}"#

    /// A loop whose waiting is over at once; `delay` says by how much the clock goes on beyond its end.
    private func loop(delay: @escaping @Sendable (_ now: Int64) -> Int64 = { _ in 0 }) throws -> RuleLoop {
        bench.set("up", [([:], 1)])
        bench.setNow(1_000_000)
        var context = try bench.context()
        context.sleep = { [bench, clock = context.clock] milliseconds in
            try Task.checkCancellation()
            let end = clock.nowMilliseconds() + milliseconds
            bench.setNow(end + delay(end))
            await Task.yield()
        }
        return RuleLoop(try bench.group(Self.yaml, context))
    }

    private var times: [Int64] { bench.samples.filter { !$0.value.isStaleMarker }.map(\.time) }

    @Test func `a loop evaluates at its slots until it is stopped, first at the next one`() async throws {
        let loop = try loop()
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await loop.run() }
            while times.count < 5 { await Task.yield() }
            await loop.stop(isRemoved: false, isStarted: true)
        }
        #expect(times.first == loop.group.nextSlot(after: 1_000_000))
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 == 10_000 })
        #expect(bench.metric(Self.missed) == 0)
        #expect(bench.samples.allSatisfy { !$0.value.isStaleMarker })
    }

    @Test func `slots that pass by are counted and never made up`() async throws {
        let first = try RuleBench().group(Self.yaml).nextSlot(after: 1_000_000)
        // The second waiting takes 25 s longer than it should: two slots pass.
        let loop = try loop { $0 == first + 10_000 ? 25_000 : 0 }
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await loop.run() }
            while times.count < 3 { await Task.yield() }
            await loop.stop(isRemoved: false, isStarted: true)
        }
        #expect(times.prefix(3).map { $0 - first } == [0, 30_000, 40_000])
        #expect(bench.metric(Self.missed) == 2)
        #expect(bench.metric(Self.iterations) == Double(times.count + 2))
    }

    @Test func `the series of a removed group end after two intervals, at the time of its removal`() async throws {
        let loop = try loop()
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await loop.run() }
            while times.isEmpty { await Task.yield() }
            await loop.stop(isRemoved: true, isStarted: true)
        }
        let end = try #require(bench.samples.last)
        #expect(end.value.isStaleMarker)
        #expect(end.time >= times.last ?? .max)
        #expect(bench.nowMilliseconds == end.time + 20_000)
    }

    @Test func `a shutdown ends no series, not even those of a group that was just removed`() async throws {
        let loop = try loop()
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await loop.run() }
            while times.isEmpty { await Task.yield() }
            tasks.cancelAll()
            await loop.stop(isRemoved: true, isStarted: true)
        }
        #expect(bench.samples.allSatisfy { !$0.value.isStaleMarker })
    }
}
