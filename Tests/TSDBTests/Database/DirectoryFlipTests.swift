import FoundationEssentials
import LabelMatching
import PrometheusModel
import Storage
import Synchronization
import Testing

@testable import TSDB

/// Any byte of any file of a data directory is another one than was written.
@Suite struct DirectoryFlipTests {
    /// A data directory that has some of everything, and what it holds.
    private final class Prepared {
        let directory: TemporaryDirectory
        var model = DatabaseModel()
        var files: [(name: String, bytes: Int)] = []

        init(withSnapshot: Bool) throws {
            directory = try TemporaryDirectory.inMemory()
            let path = directory.path + "/original"
            let database = try DirectoryFlipTests.open(path) { $0.usesMemorySnapshot = withSnapshot }
            try model.fill(database, from: 1_000_000_000, count: 60)
            database.maintain()
            let removed = 1_000_010_000...(1_000_020_000 as Int64)
            try database.deleteSeries([], in: removed)
            model.delete([], removed)
            // Full chunks that no block has, a checkpoint, and a log behind it.
            for step in 0..<240 as Range<Int64> {
                try model.commit(database, DatabaseModel.series, 1_000_300_000 + step * 100, Double(step % 5))
                if step % 60 == 59 { try database.head.writer.withLock { _ = try $0.log?.cut() } }
            }
            try database.head.mapChunksRegularly()
            try database.head.truncateLog(before: 1_000_299_000)
            try model.commit(database, DatabaseModel.series, 1_000_330_000, 0.5)
            for step in 0..<10 as Range<Int64> {
                try model.commit(database, Array(DatabaseModel.series.prefix(3)), 1_000_310_001 + step, Double(step))
            }
            try database.close()
            try list(path, "")
            files.sort { $0.name < $1.name }
        }

        private func list(_ path: String, _ prefix: String) throws {
            for entry in try DirectoryListing.entries(of: path, missingIsEmpty: false) {
                let name = prefix + entry.name
                if entry.isDirectory {
                    try list("\(path)/\(entry.name)", name + "/")
                } else {
                    let contents = FileManager.default.contents(atPath: "\(path)/\(entry.name)") ?? Data()
                    // A log is padded with zeros to the end of its page.
                    files.append((name, min(contents.count, (contents.lastIndex { $0 != 0 } ?? 0) + 8)))
                }
            }
        }

        func flipped(_ name: String, _ offset: Int, _ mask: UInt8) throws -> String {
            let path = directory.path + "/flipped"
            directory.remove(path)
            try directory.copy(directory.path + "/original", to: path)
            let byte = Array(FileManager.default.contents(atPath: "\(path)/\(name)") ?? Data())[offset]
            try directory.overwrite("\(path)/\(name)", at: offset, with: [byte ^ mask])
            return path
        }
    }

    fileprivate static func open(
        _ path: String,
        _ change: (inout DatabaseOptions) -> Void = { _ in }
    ) throws -> Database {
        try DatabaseModel.open(path) { options in
            options.settings.outOfOrderWindowMilliseconds = 1_000_000
            options.outOfOrderCapacity = 4
            change(&options)
        }
    }

    @Test(arguments: [false, true])
    func `whatever byte is wrong, the directory opens, says so, and serves the rest`(withSnapshot: Bool) throws {
        let prepared = try Prepared(withSnapshot: withSnapshot)
        var parts = [
            "chunks_head/", "wal/0", "wal/checkpoint.", "wbl/", "index", "tombstones", "/chunks/", "meta.json",
        ]
        if withSnapshot { parts.append("chunk_snapshot.") }
        for part in parts { #expect(prepared.files.contains { $0.name.contains(part) }, "\(part)") }
        var random = SplitMix(state: withSnapshot ? 4 : 3)
        for (name, bytes) in prepared.files {
            // About so many of each file; the ends of files are where their headers and sums are.
            let stride = max(1, bytes / 30)
            for start in Swift.stride(from: 0, to: bytes, by: stride) {
                let offset = min(bytes - 1, start + Int(random.next() % UInt64(stride)))
                let mask: UInt8 = random.next() % 2 == 0 ? 0xFF : 1 << UInt8(random.next() % 8)
                try expectServed(prepared, withSnapshot, name, offset, mask)
            }
        }
    }

    private func expectServed(
        _ prepared: Prepared,
        _ withSnapshot: Bool,
        _ name: String,
        _ offset: Int,
        _ mask: UInt8
    ) throws {
        let path = try prepared.flipped(name, offset, mask)
        let said = Mutex<[String]>([])
        let database = try Self.open(path) { options in
            options.usesMemorySnapshot = withSnapshot
            options.onEvent = { event in said.withLock { $0.append(event.message) } }
            options.onReplay = { event in
                switch event {
                case .damageFound(let text), .chunkDamageFound(let text), .lateDamageFound(let text),
                    .snapshotFailed(let text):
                    said.withLock { $0.append(text) }
                default: break
                }
            }
        }
        var found = DatabaseModel()
        var failures = 0
        for labels in DatabaseModel.series {
            let matchers = [try LabelMatcher(.equal, "instance", labels["instance"] ?? "")]
            do {
                for series in try HeadTests.select(try database.querier(HeadTests.everything), matchers) {
                    let (times, values) = (series.samples.timestamps, series.samples.values)
                    guard !times.isEmpty else { continue }
                    found.samples[series.labels] = Dictionary(
                        uniqueKeysWithValues: zip(times, values.map(\.bitPattern))
                    )
                }
            } catch { failures += 1 }
        }
        let place = "\(name) at \(offset) ^ \(mask)"
        #expect(prepared.model.contains(found) || name.hasSuffix("tombstones"), "\(place): something was invented")
        if found != prepared.model, !name.hasSuffix("meta.json") {
            let isSaid = failures > 0 || !said.withLock { $0 }.isEmpty || !database.blockProblems.isEmpty
            #expect(isSaid, "\(place): nothing was said")
        }
        // Whatever is lost is not all there is.
        if !name.hasSuffix("meta.json") { #expect(!found.samples.isEmpty, "\(place)") }
        var late = DatabaseModel()
        try late.commit(database, DatabaseModel.series, 9_000_000_000_000_000, 1)
        try database.close()
    }
}
