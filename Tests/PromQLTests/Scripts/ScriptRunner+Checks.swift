import PromQL
import PrometheusModel
import TestSupport

extension ScriptRunner {
    /// What is wrong with a case; `nil` if it passes.
    func problem(of item: ScriptCase, on store: MemoryStore) async throws -> String? {
        let result: QueryResult
        do throws(PromQLError) {
            result = try await answer(item, on: store)
        } catch {
            guard let expected = item.failure else { return "failed: \(error)" }
            return try expected.accepts(error.description) ? nil : "failed with \(error)"
        }
        if item.failure != nil { return "did not fail" }
        let (warnings, infos) = (result.annotations.warnings(in: item.query), result.annotations.infos(in: item.query))
        if item.forbidsWarnings, !warnings.isEmpty { return "warnings: \(warnings)" }
        if item.forbidsInfos, !infos.isEmpty { return "infos: \(infos)" }
        if let problem = try ScriptExpectation.problem(item.warnings, warnings, "a warning") { return problem }
        if let problem = try ScriptExpectation.problem(item.infos, infos, "an info") { return problem }
        if let problem = try ResultComparison.difference(result.value, item) { return problem }
        guard item.step == nil else { return nil }
        if let problem = try await problemWithFixedTimes(item, on: store) { return problem }
        return try await problemAsRange(item, result.value, on: store)
    }

    private func answer(_ item: ScriptCase, on store: MemoryStore) async throws(PromQLError) -> QueryResult {
        guard let step = item.step else { return try await engine.instant(item.query, at: item.start, on: store) }
        return try await engine.range(item.query, start: item.start, end: item.end, step: step, on: store)
    }

    /// Functions whose value depends on when the query is evaluated, whatever they are given.
    private static let timeDependent: Set<String> = [
        "day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute", "month", "year",
        "predict_linear", "time", "timestamp", "start", "end", "range", "step",
    ]

    /// Asks at other times with all selectors fixed to the time of the case.
    private func problemWithFixedTimes(_ item: ScriptCase, on store: MemoryStore) async throws -> String? {
        let expression = try Expression.parse(item.query, options: .everything)
        guard !expression.calls(anyOf: Self.timeDependent) else { return nil }
        let query = expression.fixed(at: item.start).description
        let time = item.start
        for other in time == 0 ? [-1000, 0, 1000] : [-10 * time, 0, time / 5, time, 10 * time] {
            do {
                let value = try await engine.instant(query, at: other, on: store).value
                if let problem = try ResultComparison.difference(value, item) {
                    return "as \(query) at \(other): \(problem)"
                }
            } catch let error as PromQLError {
                return "as \(query) at \(other): failed: \(error)"
            }
        }
        return nil
    }

    /// Asks for a range and compares the step in its middle.
    private func problemAsRange(_ item: ScriptCase, _ value: QueryValue, on store: MemoryStore) async throws -> String?
    {
        switch value {
        case .string, .matrix: return nil
        case .scalar, .vector: break
        }
        let expression = try Expression.parse(item.query, options: .everything)
        guard !item.isOrdered, !expression.calls(anyOf: ["range", "step", "start", "end"]) else { return nil }
        guard !expression.hasQueryTimes else { return nil }
        let minute: Int64 = 60_000
        let answer: QueryValue
        do throws(PromQLError) {
            answer = try await engine.range(
                item.query,
                start: item.start - minute,
                end: item.start + minute,
                step: minute,
                on: store
            ).value
        } catch {
            return "as a range: failed: \(error)"
        }
        if let problem = ResultComparison.orderProblem(answer) { return "as a range: \(problem)" }
        var middle = ScriptSeries.all(of: answer)
        for index in middle.indices { middle[index].points.removeAll { $0.time != item.start } }
        middle.removeAll { $0.points.isEmpty }
        if case .scalar = value {
            guard let line = item.results.first, let actual = middle.first?.points.first?.value else {
                return "as a range: no value"
            }
            let expected = ScriptValue.number(try SeriesNotation.number(line))
            return expected.accepts(actual) ? nil : "as a range: \(actual)"
        }
        return try ResultComparison.vectorDifference(middle, item).map { "as a range: \($0)" }
    }
}
