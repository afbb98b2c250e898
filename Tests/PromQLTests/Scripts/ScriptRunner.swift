import PromQL
import PrometheusModel
import TestSupport

/// Runs a script of upstream's test language against the engine.
struct ScriptRunner {
    /// How the cases of a script went.
    struct Outcome {
        var passed = 0
        /// Each with its line.
        var failures: [String] = []
    }

    let engine: QueryEngine
    private var store = MemoryStore()
    private(set) var outcome = Outcome()

    init() {
        var options = QueryEngineOptions()
        options.parser = .everything
        options.delaysNameRemoval = true
        options.usesStartTimestamps = true
        options.maximumSamples = 10_000
        options.timeoutMilliseconds = 100_000
        engine = QueryEngine(options: options)
    }

    /// Runs all commands.
    /// - Throws: if the script itself cannot be read.
    mutating func run(_ text: String) async throws {
        for (line, command) in try ScriptParser(text).commands() {
            switch command {
            case .clear: store = MemoryStore()
            case .load(let step, let series, let withCustomBuckets):
                do {
                    try load(step, series, withCustomBuckets)
                } catch {
                    outcome.failures.append("\(line): load: \(error)")
                }
            case .eval(let item):
                do {
                    if let problem = try await problem(of: item, on: store) {
                        outcome.failures.append("\(line): \(item.query): \(problem)")
                    } else {
                        outcome.passed += 1
                    }
                } catch {
                    outcome.failures.append("\(line): \(item.query): not understood: \(error)")
                }
            }
        }
    }

    private mutating func load(_ step: Int64, _ series: [Substring], _ withCustomBuckets: Bool) throws {
        var starts: [Int64?] = []
        var converted = CustomBucketConversion()
        var unreadable: (any Error)?
        for line in series {
            do {
                let (labels, text) = try SeriesNotation.split(String(line))
                guard !SeriesNotation.isStarts(line) else {
                    starts = try SeriesNotation.starts(text)
                    continue
                }
                let samples = try SeriesNotation.samples(text, step: step, starts: starts)
                store.append(labels, samples)
                if withCustomBuckets { converted.add(labels, samples) }
            } catch {
                // The other series are still worth loading.
                unreadable = unreadable ?? error
            }
            starts = []
        }
        if let unreadable { throw unreadable }
        for (labels, samples) in converted.series { store.append(labels, samples) }
    }
}
