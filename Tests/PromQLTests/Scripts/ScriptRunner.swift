import LabelMatching
import PromQL
import PrometheusModel
import TestSupport

/// Runs a script of upstream's test language against the engine.
struct ScriptRunner {
    /// How the cases of a script went.
    struct Outcome {
        var passed = 0
        /// Cases that need what a later issue brings.
        var later = 0
        var failures: [String] = []
    }

    private let engine: QueryEngine
    private var store = MemoryStore()
    /// Whether the loaded data holds something that cannot be stored yet.
    private var lacksData = false
    private(set) var outcome = Outcome()

    init() {
        var options = QueryEngineOptions()
        options.parser = .everything
        options.delaysNameRemoval = true
        options.maximumSamples = 10_000
        options.timeoutMilliseconds = 100_000
        engine = QueryEngine(options: options)
    }

    mutating func run(_ text: String) async {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Self.trimmed)
        var index = 0
        while index < lines.count {
            let first = lines[index]
            let start = index
            index += 1
            if first.isEmpty { continue }
            // This command is one line; what follows it is another command, with or without an empty line between.
            if first == "clear" {
                await command(first, [], line: start + 1)
                continue
            }
            var body: [String] = []
            while index < lines.count, !lines[index].isEmpty {
                body.append(lines[index])
                index += 1
            }
            await command(first, body, line: start + 1)
        }
    }

    private static func trimmed(_ line: Substring) -> String {
        let text = line.drop { $0 == " " || $0 == "\t" }
        let kept = String(text.reversed().drop { $0 == " " || $0 == "\t" || $0 == "\r" }.reversed())
        return kept.hasPrefix("#") ? "" : kept
    }

    private mutating func command(_ first: String, _ body: [String], line: Int) async {
        if first == "clear" {
            store = MemoryStore()
            lacksData = false
        } else if first.hasPrefix("load") {
            load(first, body)
        } else if first.hasPrefix("eval") {
            do {
                await check(try parse(first, body, line: line))
            } catch {
                outcome.failures.append("\(line): \(first): not understood: \(error)")
            }
        }
    }

    private mutating func load(_ first: String, _ body: [String]) {
        let words = first.split(separator: " ")
        if words[0] != "load" { lacksData = true }
        guard words.count > 1, let step = try? DurationText.parse(String(words[1])) else { return lacksData = true }
        for line in body {
            if line.contains("@st") {
                lacksData = true
                continue
            }
            do {
                let (labels, text) = try SeriesNotation.split(line)
                var samples: [(time: Int64, value: Double)] = []
                for (index, value) in try SeriesNotation.values(text).enumerated() {
                    if let value { samples.append((Int64(index) * step, value)) }
                }
                store.append(labels, samples)
            } catch {
                lacksData = true
            }
        }
    }

    // MARK: Cases

    private func parse(_ first: String, _ body: [String], line: Int) throws -> ScriptCase {
        var words = first.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        let kind = words.removeFirst()
        func duration(_ text: String) throws -> Int64 {
            Int64((try SeriesNotation.number(text) * 1000).rounded())
        }
        var result: ScriptCase
        // The query is what follows the last of the fixed words, as it was written.
        func query(after count: Int) -> String {
            var rest = Substring(first)
            for _ in 0..<count { rest = rest.drop { $0 != " " }.drop { $0 == " " } }
            return String(rest)
        }
        if words.first == "instant" {
            let time = try duration(words[2])
            result = ScriptCase(line: line, query: query(after: 4), start: time, end: time, step: nil)
        } else {
            let (start, end, step) = (try duration(words[2]), try duration(words[4]), try duration(words[6]))
            result = ScriptCase(line: line, query: query(after: 8), start: start, end: end, step: step)
        }
        if kind == "eval_fail" { result.mustFail = true }
        if kind == "eval_ordered" { result.isOrdered = true }
        if kind == "eval_warn" { result.expectsWarning = true }
        if kind == "eval_info" { result.expectsInfo = true }
        for text in body {
            if text.hasPrefix("expected_fail_message ") {
                result.failureText = String(text.dropFirst("expected_fail_message ".count))
            } else if text.hasPrefix("expected_fail_regexp") {
                continue
            } else if text.hasPrefix("expect ") {
                try expectation(String(text.dropFirst(7)), &result)
            } else {
                result.results.append(text)
            }
        }
        return result
    }

    private func expectation(_ text: String, _ result: inout ScriptCase) throws {
        let words = text.split(separator: " ")
        switch words.first {
        case "ordered": result.isOrdered = true
        case "fail":
            result.mustFail = true
            if let message = text.firstRange(of: "msg:") {
                result.failureText = String(text[message.upperBound...].drop { $0 == " " })
            }
        case "warn": result.expectsWarning = true
        case "no_warn": result.expectsWarning = false
        case "info": result.expectsInfo = true
        case "no_info": result.expectsInfo = false
        case "string": result.expectedString = String(text.dropFirst(7))
        case "range": result.isRangeVector = true
        default: throw SeriesNotation.Failure(text: "unknown expectation")
        }
    }

    private mutating func check(_ item: ScriptCase) async {
        let problem = await problem(of: item)
        guard let problem else { return outcome.passed += 1 }
        if lacksData || needsLaterIssue(item) {
            outcome.later += 1
        } else {
            outcome.failures.append("\(item.line): \(item.query): \(problem)")
        }
    }

    /// Whether a case needs native histograms or a part of the language that a later issue brings.
    private func needsLaterIssue(_ item: ScriptCase) -> Bool {
        let words = [
            "fill", "anchored", "smoothed", "info(", "start_timestamp", "histogram_quantiles", "</", ">/", "__type__",
            "__unit__",
        ]
        return words.contains { item.query.contains($0) } || item.isRangeVector
            || item.results.contains { $0.contains("{{") }
    }

    private func problem(of item: ScriptCase) async -> String? {
        let result: QueryResult
        do {
            if let step = item.step {
                result = try await engine.range(
                    item.query,
                    start: item.start,
                    end: item.end,
                    step: step,
                    on: store
                )
            } else {
                result = try await engine.instant(item.query, at: item.start, on: store)
            }
        } catch {
            guard item.mustFail else { return "failed: \(error)" }
            if let text = item.failureText, text != error.description { return "failed with \(error)" }
            return nil
        }
        if item.mustFail { return "did not fail" }
        let (warnings, infos) = (result.annotations.warnings(in: item.query), result.annotations.infos(in: item.query))
        if let expected = item.expectsWarning, expected == warnings.isEmpty { return "warnings: \(warnings)" }
        if let expected = item.expectsInfo, expected == infos.isEmpty { return "infos: \(infos)" }
        do {
            return try ResultComparison.difference(result.value, item)
        } catch {
            return "expectation not understood: \(error)"
        }
    }
}
