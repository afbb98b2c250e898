import PrometheusClient
import PrometheusModel
import Testing
import TestSupport

@testable import PromQL

/// Queries that wait for a slot, and those that are broken off.
@Suite(.timeLimit(.minutes(1))) struct QueryQueueTests {
    private let store: GatedStore
    private let engine: QueryEngine
    private let registry = Registry()

    init() throws {
        var memory = MemoryStore()
        memory.append(["__name__": "x"], (0..<100).map { (Int64($0) * 15_000, Double($0)) })
        store = GatedStore(memory)
        var options = QueryEngineOptions()
        options.maximumConcurrency = 2
        engine = QueryEngine(options: options, metrics: try QueryMetrics(registry))
    }

    /// Starts a query and waits for it; what it threw is the result.
    private func ask(_ query: String = "x", timeoutMilliseconds: Int64? = nil) async -> PromQLError? {
        let options = QueryOptions(timeoutMilliseconds: timeoutMilliseconds)
        do throws(PromQLError) {
            _ = try await engine.instant(query, at: 600_000, options: options, on: store)
            return nil
        } catch {
            return error
        }
    }

    /// Starts queries until all slots are taken and they stand at the gate.
    private func occupy(_ group: inout TaskGroup<PromQLError?>) async {
        for _ in 0..<engine.slots.limit { group.addTask { await ask() } }
        await eventually { store.arrived == engine.slots.limit }
    }

    @Test func `more queries than slots wait and then run`() async {
        await withTaskGroup(of: PromQLError?.self) { group in
            await occupy(&group)
            for _ in 0..<5 { group.addTask { await ask() } }
            await eventually { engine.slots.occupancy.waiting == 5 }
            #expect(store.arrived == 2)
            #expect(metric("prometheus_engine_queries") == 7)
            store.open()
            for await error in group { #expect(error == nil) }
        }
        #expect(engine.slots.occupancy == (0, 0))
        #expect(metric("prometheus_engine_queries") == 0)
    }

    @Test func `a waiting query notices that it is cancelled`() async {
        await withTaskGroup(of: PromQLError?.self) { group in
            await occupy(&group)
            let error = await withTaskGroup(of: PromQLError?.self) { waiting in
                waiting.addTask { await ask() }
                await eventually { engine.slots.occupancy.waiting == 1 }
                waiting.cancelAll()
                return await waiting.next() ?? nil
            }
            #expect(error == .canceled(stage: "query queue"))
            #expect(engine.slots.occupancy == (2, 0))
            store.open()
        }
    }

    @Test func `a waiting query notices that its time is over`() async {
        await withTaskGroup(of: PromQLError?.self) { group in
            await occupy(&group)
            let error = await ask(timeoutMilliseconds: 1)
            #expect(error == .queueDeadline)
            #expect(error?.kind == .badData)
            #expect(error.map { "\($0)" } == "context deadline exceeded")
            #expect(engine.slots.occupancy == (2, 0))
            store.open()
        }
    }

    @Test func `a running query notices that it is cancelled`() async {
        let error = await withTaskGroup(of: PromQLError?.self) { group in
            group.addTask { await ask("sum(x)") }
            await eventually { store.arrived == 1 }
            group.cancelAll()
            store.open()
            return await group.next() ?? nil
        }
        #expect(error == .canceled(stage: "expression evaluation"))
        #expect(engine.slots.occupancy == (0, 0))
    }

    @Test func `a running query notices that its time is over`() async {
        let error = await withTaskGroup(of: PromQLError?.self) { group in
            group.addTask { await ask("sum(x)", timeoutMilliseconds: 200) }
            await eventually { store.arrived == 1 }
            let deadline = ContinuousClock.now.advanced(by: .milliseconds(200))
            await eventually { ContinuousClock.now > deadline }
            store.open()
            return await group.next() ?? nil
        }
        #expect(error == .timeout(stage: "expression evaluation"))
    }

    @Test func `metrics tell what queries cost`() async throws {
        store.open()
        #expect(await ask("sum_over_time(x[1m])") == nil)
        _ = try await engine.range("x", start: 0, end: 150_000, step: 15_000, on: store)
        #expect(await ask("x", timeoutMilliseconds: 0)?.kind == .timeout)
        #expect(metric("prometheus_engine_queries_concurrent_max") == -1)
        #expect(metric("prometheus_engine_query_samples_total") == 15)
        #expect(metric(#"prometheus_engine_query_duration_seconds_count{slice="queue_time"}"#) == 3)
        #expect(metric(#"prometheus_engine_query_duration_seconds_count{slice="prepare_time"}"#) == 2)
        #expect(metric(#"prometheus_engine_query_duration_seconds_count{slice="inner_eval"}"#) == 2)
        #expect(metric(#"prometheus_engine_query_duration_seconds_count{slice="result_sort"}"#) == 1)
        #expect(metric("prometheus_engine_query_log_enabled") == 0)
        #expect(metric("prometheus_engine_query_log_failures_total") == 0)
    }

    @Test func `the step of subqueries follows the configuration`() async throws {
        store.open()
        for (step, count) in [(60_000, 10.0), (15_000, 40), (1000, 600)] {
            engine.setSubqueryStep(milliseconds: Int64(step))
            let result = try await engine.instant("count_over_time(x[10m:])", at: 600_000, on: store)
            guard case .vector(let vector) = result.value else { return #expect(Bool(false), "not a vector") }
            #expect(vector.values == [count])
        }
    }

    /// The value of an exposed series.
    private func metric(_ series: String) -> Double? {
        let text = String(decoding: registry.text(), as: UTF8.self)
        for line in text.split(separator: "\n") where line.hasPrefix(series + " ") {
            return Double(line.dropFirst(series.count + 1))
        }
        return nil
    }
}
