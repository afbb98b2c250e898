import Chunks
import LabelMatching
import PrometheusBytes
import PrometheusModel
import Storage
import TSDB
import TestSupport

/// Measures the chunk codec and the head: `HeadBenchmarks [codec] [head TARGETS SCRAPES DIRECTORY]`, or shows what a
/// data directory replays to: `HeadBenchmarks inspect DIRECTORY`.
@main
enum HeadBenchmarks {
    static func main() throws { try run(Array(CommandLine.arguments.dropFirst())) }

    nonisolated static func run(_ arguments: [String]) throws {
        if arguments.first == "inspect", arguments.count > 1 { return try inspect(arguments[1]) }
        if arguments.first != "head" { try codec() }
        guard let position = arguments.firstIndex(of: "head"), arguments.count > position + 3,
            let targets = Int(arguments[position + 1]), let scrapes = Int(arguments[position + 2])
        else { return }
        try head(targets, scrapes, arguments[position + 3])
    }

    nonisolated private static func codec() throws {
        for (name, value) in [
            ("counter", { (step: Int) in Double(step * step % 97 + step * 100) }),
            ("gauge", { (step: Int) in Double((step &* 7919) % 1009) / 7.0 }),
            ("constant", { (_: Int) in 4.5 }),
        ] as [(String, (Int) -> Double)] {
            let samples = (0..<120).map { (1_700_000_000_000 + Int64($0) * 15_000, value($0)) }
            var bytes: [UInt8] = []
            Measurement.run("encode \(name), a sample", per: 20_000 * 120) {
                for _ in 0..<20_000 {
                    var builder = XORChunkBuilder()
                    for (timestamp, value) in samples { builder.append(timestamp, value) }
                    bytes = builder.bytes
                }
            }
            var columns = SampleColumns()
            try Measurement.run("decode \(name), a sample (\(bytes.count) bytes)", per: 50_000 * 120) {
                for _ in 0..<50_000 {
                    columns.removeAll()
                    try XORChunk.decode(
                        bytes.rawSpan,
                        window: .min ... .max,
                        timestamps: &columns.timestamps,
                        values: &columns.values
                    )
                }
            }
        }
    }

    nonisolated private static func head(_ targets: Int, _ scrapes: Int, _ directory: String) throws {
        let count = targets * Workload.seriesPerTarget
        let database = try Database.open(directory: directory, options: DatabaseOptions())
        var workload = Workload(targets: targets)
        var references: [SeriesReference] = []
        references.reserveCapacity(count)
        var batch = SampleBatch()
        workload.fill(&batch, [SeriesReference](repeating: SeriesReference(0), count: 1000)[...], 0)
        let before = Measurement.residentBytes
        var creating: UInt64 = 0
        var resolving: UInt64 = 0
        for target in 0..<targets {
            let labels = workload.labels(target)
            let start = Measurement.threadNanoseconds
            references += try database.resolve(labels).map(\.reference)
            creating += Measurement.threadNanoseconds - start
        }
        let afterCreation = Measurement.residentBytes
        for target in 0..<min(targets, 50) {
            let labels = workload.labels(target)
            let start = Measurement.threadNanoseconds
            _ = try database.resolve(labels)
            resolving += Measurement.threadNanoseconds - start
        }
        Measurement.line("create, a series", Double(creating) / Double(count), "ns")
        Measurement.line("resolve, a known series", Double(resolving) / Double(min(targets, 50) * 1000), "ns")
        Measurement.line("resident after creation, a series", Double(afterCreation - before) / Double(count), "bytes")
        let baseTime: Int64 = 1_700_000_000_000
        var appending: UInt64 = 0
        for scrape in 0..<scrapes {
            for target in 0..<targets {
                let range = (target * Workload.seriesPerTarget)..<((target + 1) * Workload.seriesPerTarget)
                workload.fill(&batch, references[range], baseTime + Int64(scrape) * 15_000 + Int64(target))
                let start = Measurement.threadNanoseconds
                _ = try database.commit(batch)
                appending += Measurement.threadNanoseconds - start
            }
            if [1, 4, 20, 60, 120, 240].contains(scrape + 1) {
                let resident = Double(Measurement.residentBytes - before) / Double(count)
                Measurement.line("resident after \(scrape + 1) scrapes, a series", resident, "bytes")
                let own = Double(database.statistics.memoryBytes) / Double(count)
                Measurement.line("  by the head's own count", own, "bytes")
            }
        }
        Measurement.line("append with log, a sample", Double(appending) / Double(count * scrapes), "ns")
        try query(database, baseTime, scrapes)
        try database.close()
        let start = Measurement.threadNanoseconds
        let again = try Database.open(directory: directory, options: DatabaseOptions())
        let replayed = max(1, again.replayStatistics.samples)
        Measurement.line(
            "replay, a sample",
            Double(Measurement.threadNanoseconds - start) / Double(replayed),
            "ns"
        )
        try again.close()
    }

    nonisolated private static func inspect(_ directory: String) throws {
        let start = Measurement.threadNanoseconds
        let database = try Database.open(directory: directory, options: DatabaseOptions())
        let replay = database.replayStatistics
        Measurement.line("open", Double(Measurement.threadNanoseconds - start) / 1_000_000, "ms")
        for (name, value) in [
            ("series", replay.series), ("samples", replay.samples), ("skipped samples", replay.skippedSamples),
            ("unknown references", replay.unknownReferences), ("repairs", replay.repairs.count),
            ("other records", replay.skippedRecords.values.reduce(0, +)), ("clean start", database.cleanStart),
            ("resident", Measurement.residentBytes),
        ] { Measurement.line(name, Double(value), "") }
        let hints = SelectHints(startMilliseconds: .min, endMilliseconds: .max)
        let selection = try database.querier(.min ... .max).select([], hints: hints)
        var (sum, count) = (0.0, 0)
        var columns = SampleColumns()
        for index in 0..<selection.count {
            columns.removeAll()
            try selection.read(index, .min ... .max, into: &columns)
            count += columns.count
            for value in columns.values where value.isFinite { sum += value }
        }
        Measurement.line("samples read", Double(count), "")
        Measurement.line("sum of finite values", sum, "")
        try database.close()
    }

    nonisolated private static func query(_ database: Database, _ baseTime: Int64, _ scrapes: Int) throws {
        let window = baseTime...(baseTime + Int64(scrapes) * 15_000 + 100_000)
        let hints = SelectHints(startMilliseconds: window.lowerBound, endMilliseconds: window.upperBound)
        let querier = try database.querier(window)
        for (name, matchers) in [
            ("one name", [LabelMatcher.equal("__name__", "node_metric_3_total")]),
            ("name and job", [.equal("__name__", "kube_pod_metric_3"), .equal("job", "node")]),
            ("regex", [try LabelMatcher(.regexMatch, "pod", "workload-[0-9]+1-.*")]),
            ("all", [.equal("job", "node")]),
        ] as [(String, [LabelMatcher])] {
            let start = Measurement.threadNanoseconds
            let selection = try querier.select(matchers, hints: hints)
            let selected = Measurement.threadNanoseconds - start
            var columns = SampleColumns()
            var samples = 0
            for index in 0..<selection.count {
                columns.removeAll()
                try selection.read(index, window, into: &columns)
                samples += columns.count
            }
            let read = Measurement.threadNanoseconds - start - selected
            var bytes = 0
            for index in 0..<selection.count { bytes += selection.labels(at: index).packed.count }
            let labelled = Measurement.threadNanoseconds - start - selected - read
            let count = Double(max(1, selection.count))
            Measurement.line("select \(name), a series of \(selection.count)", Double(selected) / count, "ns")
            Measurement.line("  read, a sample of \(samples)", Double(read) / Double(max(1, samples)), "ns")
            Measurement.line("  labels, a series (\(bytes / Int(count)) bytes)", Double(labelled) / count, "ns")
        }
    }
}
