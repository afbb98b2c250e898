import LabelMatching
import PrometheusModel
import Storage
import Testing

@testable import TSDB

/// What a database should hold, kept beside it in the simplest way.
struct DatabaseModel: Equatable {
    var samples: [Labels: [Int64: UInt64]] = [:]

    /// Commits a sample of each series to the database and remembers it.
    mutating func commit(_ database: Database, _ series: [Labels], _ time: Int64, _ value: Double) throws {
        let references = try database.resolve(series).map(\.reference)
        let outcome = try database.commit(HeadTests.batch(references.map { ($0, time, value) }))
        #expect(outcome.refused.isEmpty)
        for labels in series { samples[labels, default: [:]][time] = value.bitPattern }
    }

    /// Whether all of `other` is here, too.
    func contains(_ other: DatabaseModel) -> Bool {
        other.samples.allSatisfy { labels, times in
            guard let own = samples[labels] else { return times.isEmpty }
            return times.allSatisfy { own[$0.key] == $0.value }
        }
    }

    /// Forgets what is deleted.
    mutating func delete(_ matchers: [LabelMatcher], _ interval: ClosedRange<Int64>) {
        for labels in samples.keys where matchers.allSatisfy({ $0.matches(labels) }) {
            samples[labels] = samples[labels]?.filter { !interval.contains($0.key) }
        }
        samples = samples.filter { !$0.value.isEmpty }
    }

    /// What the database answers.
    init(of database: Database, _ window: ClosedRange<Int64> = HeadTests.everything) throws {
        for series in try HeadTests.select(try database.querier(window), [], window) {
            let (times, values) = (series.samples.timestamps, series.samples.values)
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 }, "times do not ascend")
            #expect(samples[series.labels] == nil, "a series comes twice")
            guard !times.isEmpty else { continue }
            samples[series.labels] = Dictionary(uniqueKeysWithValues: zip(times, values.map(\.bitPattern)))
        }
    }

    init() {}

    static let series = (0..<12).map { number -> Labels in
        ["__name__": "m\(number % 3)", "instance": "host\(number)", "shared": "yes"]
    }

    /// A span of blocks that makes many of them soon.
    static let chunkRange: Int64 = 60_000

    static func open(
        _ path: String,
        _ operations: FileOperations = .system,
        _ change: (inout DatabaseOptions) -> Void = { _ in }
    ) throws -> Database {
        var options = DatabaseOptions()
        options.chunkRangeMilliseconds = chunkRange
        options.longestBlockMilliseconds = chunkRange * 9
        options.walSegmentBytes = 32 << 10
        options.usesLockFile = false
        options.operations = operations
        change(&options)
        return try Database.open(directory: path, options: options)
    }

    /// Fills a database with samples every five seconds, from `start` on.
    mutating func fill(_ database: Database, from start: Int64, count: Int, gapSeries: Int = 3) throws {
        for step in 0..<count {
            let time = start + Int64(step) * 5000
            // Series come and go.
            let present = Self.series.indices.filter { ($0 + step / 30) % gapSeries != 0 }
            try commit(database, present.map { Self.series[$0] }, time, Double(step % 17) * 1.5)
        }
    }
}
