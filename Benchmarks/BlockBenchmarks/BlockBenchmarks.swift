import Chunks
import LabelMatching
import PrometheusBytes
import PrometheusModel
import Storage
import TSDB
import TestSupport

/// Measures blocks: `BlockBenchmarks write SERIES DIRECTORY` writes and reads one, `BlockBenchmarks read BLOCK` reads one.
@main
enum BlockBenchmarks {
    static func main() throws { try run(Array(CommandLine.arguments.dropFirst())) }

    nonisolated static func run(_ arguments: [String]) throws {
        if arguments.first == "write", arguments.count > 2, let count = Int(arguments[1]) {
            try read(try write(count, arguments[2]))
        } else if arguments.first == "read", arguments.count > 1 {
            try read(arguments[1])
        }
    }

    /// 120 samples of one series: a chunk, as the head cuts them.
    nonisolated private static func payload(_ series: Int) -> [UInt8] {
        var builder = XORChunkBuilder()
        var value = Double(series)
        for step in 0..<120 {
            value += Double((step &* 7919 &+ series) % 13)
            builder.append(1_700_000_000_000 + Int64(step) * 15_000, series % 3 == 0 ? 4.5 : value)
        }
        return builder.bytes
    }

    nonisolated private static func labels(_ series: Int) -> [(String, String)] {
        let (metric, instance) = (series / 1000, series % 1000)
        return [
            ("__name__", "metric_number_\(100_000 + metric)_total"), ("code", "\(200 + series % 5)"),
            ("instance", "host-\(1000 + instance):9100"), ("job", "node"), ("zone", "zone-\(instance % 7)"),
        ]
    }

    nonisolated private static func write(_ count: Int, _ directory: String) throws -> String {
        let payloads = (0..<1000).map { payload($0) }
        var names: Set<String> = []
        for series in 0..<count { for (name, value) in labels(series) { names.formUnion([name, value]) } }
        let sorted = names.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
        var all = (0..<count).map { series in Labels(labels(series).map { Label($0.0, $0.1) }) }
        all.sort()
        let start = Measurement.threadNanoseconds
        let before = Measurement.residentBytes
        var writer = try BlockWriter(dataDirectory: directory, ulid: ULID.make(.system))
        for text in sorted { _ = try writer.addSymbol(text.rawSpan) }
        var chunks = EncodedChunks()
        for (position, labels) in all.enumerated() {
            chunks.removeAll()
            let payload = payloads[position % 1000]
            chunks.append(
                minTime: 1_700_000_000_000,
                maxTime: 1_700_000_000_000 + 119 * 15_000,
                encoding: .xor,
                payload: payload.rawSpan
            )
            try writer.add(labels, chunks)
        }
        let series = Measurement.threadNanoseconds
        let ulid = writer.ulid
        let meta = BlockMeta(ulid: ulid, minTime: 1_700_000_000_000, maxTime: 1_700_000_000_000 + 7_200_000)
        _ = try writer.finish(meta)
        let end = Measurement.threadNanoseconds
        Measurement.line("write, a series", Double(series - start) / Double(count), "ns")
        Measurement.line("finish (postings, sync), a series", Double(end - series) / Double(count), "ns")
        Measurement.line("write, a sample", Double(end - start) / Double(count * 120), "ns")
        Measurement.line("resident while writing", Double(Measurement.residentBytes - before) / 1_048_576, "MiB")
        return "\(directory)/\(ulid)"
    }

    nonisolated private static func read(_ path: String) throws {
        let before = Measurement.residentBytes
        let block = try Measurement.run("open", per: 1) { try Block(directory: path) }
        let samples = Int(block.meta.statistics.sampleCount)
        let series = Int(block.meta.statistics.seriesCount)
        Measurement.line("kept in memory, the block", Double(block.memoryBytes) / 1024, "KiB")
        Measurement.line("resident after opening", Double(Measurement.residentBytes - before) / 1_048_576, "MiB")
        Measurement.line("bytes, a sample", Double(block.sizeBytes) / Double(samples), "bytes")
        let window = block.meta.minTime...block.meta.maxTime
        let hints = SelectHints(startMilliseconds: window.lowerBound, endMilliseconds: window.upperBound)
        let querier = try block.querier(window)
        let all = try Measurement.run("select all, a series", per: series) { try querier.select([], hints: hints) }
        try selections(querier, hints)
        Measurement.run("labels, a series", per: series) {
            for index in 0..<all.count { _ = all.labels(at: index) }
        }
        var columns = SampleColumns()
        var total = 0
        try Measurement.run("read all, a sample", per: samples) {
            for index in 0..<all.count {
                columns.removeAll()
                try all.read(index, window, into: &columns)
                total += columns.count
            }
        }
        try Measurement.run("walk with chunks, a series", per: series) {
            var cursor = try block.series()
            var chunks = EncodedChunks()
            while try cursor.next() {
                chunks.removeAll()
                try cursor.read(.min ... .max, into: &chunks)
            }
        }
        let merged = MergedQuerier([querier, querier])
        try Measurement.run("merge two blocks, a series", per: series) { _ = try merged.select([], hints: hints) }
        Measurement.line("samples read", Double(total), "")
    }

    nonisolated private static func selections(_ querier: any Querier, _ hints: SelectHints) throws {
        let questions: [(String, [LabelMatcher])] = [
            ("one metric", [.equal("__name__", "metric_number_100042_total")]),
            ("one metric and instance", [
                .equal("__name__", "metric_number_100042_total"), .equal("instance", "host-1500:9100"),
            ]),
            ("an instance", [.equal("instance", "host-1500:9100")]),
            ("a metric and a pattern", [
                .equal("__name__", "metric_number_100042_total"), try LabelMatcher(.regexMatch, "instance", ".*-1.5.*"),
            ]),
            ("a prefix", [try LabelMatcher(.regexMatch, "__name__", "metric_number_10004.*")]),
            ("a negation", [
                .equal("__name__", "metric_number_100042_total"), try LabelMatcher(.notEqual, "code", "200"),
            ]),
        ]
        for (name, matchers) in questions {
            var count = 0
            try Measurement.run("select \(name)", per: 20) {
                for _ in 0..<20 { count = try querier.select(matchers, hints: hints).count }
            }
            Measurement.line("  series", Double(count), "")
        }
    }
}
