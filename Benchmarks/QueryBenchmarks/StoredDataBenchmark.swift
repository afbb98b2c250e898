import PromQL
import Storage
import TSDB

/// The recorded queries over a data directory.
enum StoredDataBenchmark {
    static func run(_ directory: String, part: String) async throws {
        let database = try Database.open(directory: directory, options: DatabaseOptions())
        let end = database.statistics.maxTimeMilliseconds ?? 0
        for threads in [1, 0] {
            var options = QueryEngineOptions()
            options.threads = threads
            let engine = QueryEngine(options: options)
            print(threads == 1 ? "one thread" : "one thread a core")
            for query in RecordedQueries.all where part.isEmpty || query.name.contains(part) {
                let measured = try await WorkCost.average {
                    try await ask(query, end, engine, database)
                }
                print("  \(query.name): \(measured.cpuMilliseconds) ms CPU, \(measured.wallMilliseconds) ms")
            }
        }
    }

    private static func ask(
        _ query: RecordedQueries.Query,
        _ end: Int64,
        _ engine: QueryEngine,
        _ database: Database
    ) async throws {
        if query.rangeSeconds == 0 {
            _ = try await engine.instant(query.text, at: end, on: database)
        } else {
            let start = end - query.rangeSeconds * 1000
            _ = try await engine.range(query.text, start: start, end: end, step: query.stepSeconds * 1000, on: database)
        }
    }
}
