import CAllocationCounter
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite(.enabled(if: vencejo_counts_allocations())) struct HeadAllocationTests {
    @Test func `the counter counts`() {
        let before = vencejo_allocation_count()
        var array = [1]
        array.reserveCapacity(100)
        #expect(vencejo_allocation_count() > before)
        #expect(array == [1])
    }

    @Test(arguments: [false, true])
    func `appending to known series does not allocate, the log included`(isCompressed: Bool) throws {
        let directory = try TemporaryDirectory()
        let database = try DatabaseTests.open(directory.path) { $0.isWALCompressed = isCompressed }
        let references = try database.resolve((0..<1000).map { ["__name__": "m", "n": "\($0)"] }).map(\.reference)
        var batch = SampleBatch()
        var counts: [UInt64] = []
        for scrape in 0..<25 {
            batch.removeAll()
            for (index, reference) in references.enumerated() {
                batch.append(reference, Int64(scrape) * 15_000, Double(index % 7 == 0 ? scrape : index))
            }
            let before = vencejo_allocation_count()
            let outcome = try database.commit(batch)
            counts.append(vencejo_allocation_count() - before)
            #expect(outcome.refused.isEmpty)
        }
        // The first commits make scratch space. The snappy library takes its working memory anew for each record.
        let rest = counts.dropFirst(5)
        #expect(rest.allSatisfy { $0 == (isCompressed ? 1 : 0) }, "\(counts)")
        try database.close()
    }
}
