import LabelMatching
import PrometheusModel
import Storage
import Testing

@testable import TSDB

/// Everything that changes blocks, stopped or refused at each of its steps.
@Suite struct DatabaseFaultTests {
    /// A data directory, closed, and what is in it.
    final class Prepared {
        let directory: TemporaryDirectory
        var model = DatabaseModel()
        private var copies = 0

        init(_ prepare: (Database, inout DatabaseModel) throws -> Void) throws {
            directory = try TemporaryDirectory.inMemory()
            let database = try DatabaseModel.open(directory.path + "/original")
            try prepare(database, &model)
            try database.close()
        }

        func copy() throws -> String {
            copies += 1
            try directory.copy(directory.path + "/original", to: "\(directory.path)/\(copies)")
            return "\(directory.path)/\(copies)"
        }
    }

    /// Does `work` again and again, each time going wrong one step later, until it goes through.
    ///
    /// `expect` looks at what is stored, told whether the work is done.
    private func tryAll(
        _ kind: FaultPlan.Kind,
        _ prepared: Prepared,
        _ work: (Database) throws -> Void,
        _ expect: (DatabaseModel, _ isDone: Bool) -> Void
    ) throws {
        var number = 0
        while true {
            let plan = FaultPlan(kind)
            let path = try prepared.copy()
            let isThrough = try run(plan, at: number, path, work, expect)
            try checkReopened(path, work, expect)
            prepared.directory.remove(path)
            if isThrough { break }
            number += 1
        }
        #expect(number > 10)
    }

    private func run(
        _ plan: FaultPlan,
        at number: Int,
        _ path: String,
        _ work: (Database) throws -> Void,
        _ expect: (DatabaseModel, Bool) -> Void
    ) throws -> Bool {
        let database = try DatabaseModel.open(path, plan.operations)
        plan.arm(number)
        let isDone = (try? work(database)) != nil
        // Queries go on whatever happened.
        expect(try DatabaseModel(of: database), isDone && !plan.wasReached)
        return !plan.wasReached
    }

    private func checkReopened(
        _ path: String,
        _ work: (Database) throws -> Void,
        _ expect: (DatabaseModel, Bool) -> Void
    ) throws {
        let database = try DatabaseModel.open(path)
        expect(try DatabaseModel(of: database), false)
        let names = try DirectoryListing.entries(of: path, missingIsEmpty: false).map(\.name)
        #expect(!names.contains { $0.contains(".tmp") })
        try work(database)
        expect(try DatabaseModel(of: database), true)
        #expect(database.blockProblems.isEmpty)
        try database.close()
        let again = try DatabaseModel.open(path)
        expect(try DatabaseModel(of: again), true)
        try again.close()
    }

    @Test(arguments: FaultPlan.Kind.allCases)
    func `compaction loses and doubles nothing`(kind: FaultPlan.Kind) throws {
        let prepared = try Prepared { database, model in
            try model.fill(database, from: 1_000_000_000, count: 40)
            database.maintain()
            try model.fill(database, from: 1_000_200_000, count: 30)
        }
        let model = prepared.model
        try tryAll(kind, prepared, { try $0.compact() }, { found, _ in #expect(found == model) })
    }

    @Test(arguments: [FaultPlan.Kind.full, .stop])
    func `a deletion is of each block as a whole, and done when it is said to be`(kind: FaultPlan.Kind) throws {
        let prepared = try Prepared { database, model in
            try model.fill(database, from: 1_000_000_000, count: 60)
            database.maintain()
        }
        let matchers = [try LabelMatcher(.equal, "__name__", "m1")]
        let interval = 1_000_030_000...2_000_000_000 as ClosedRange<Int64>
        var (before, after) = (prepared.model, prepared.model)
        after.delete(matchers, interval)
        before.samples = before.samples.filter { !$0.value.isEmpty }
        let (all, left) = (before, after)
        try tryAll(kind, prepared, { try $0.deleteSeries(matchers, in: interval) }) { found, isDone in
            if isDone { return #expect(found == left) }
            for (labels, samples) in found.samples {
                let (most, least) = (all.samples[labels] ?? [:], left.samples[labels] ?? [:])
                #expect(samples.allSatisfy { most[$0.key] == $0.value })
                #expect(least.allSatisfy { samples[$0.key] == $0.value })
            }
        }
    }

    @Test(arguments: [FaultPlan.Kind.full, .stop])
    func `cleaning loses and doubles nothing`(kind: FaultPlan.Kind) throws {
        let matchers = [try LabelMatcher(.equal, "__name__", "m1")]
        let prepared = try Prepared { database, model in
            try model.fill(database, from: 1_000_000_000, count: 60)
            database.maintain()
            try database.deleteSeries(matchers, in: 1_000_030_000...1_000_100_000)
            model.delete(matchers, 1_000_030_000...1_000_100_000)
            // One block loses all.
            let first = database.blockMetas[0]
            try database.deleteSeries([], in: first.minTime...(first.maxTime - 1))
            model.delete([], first.minTime...(first.maxTime - 1))
        }
        let model = prepared.model
        try tryAll(kind, prepared, { try $0.cleanTombstones() }, { found, _ in #expect(found == model) })
    }

    @Test(arguments: [FaultPlan.Kind.full, .stop])
    func `a snapshot that fails leaves the original alone`(kind: FaultPlan.Kind) throws {
        let prepared = try Prepared { database, model in
            try model.fill(database, from: 1_000_000_000, count: 40)
            database.maintain()
        }
        let model = prepared.model
        try tryAll(kind, prepared, { _ = try $0.snapshot(.everything) }, { found, _ in #expect(found == model) })
    }
}
