import PrometheusModel
import Testing

@testable import TSDB

@Suite struct BlockMetaTests {
    private static let ulid = "01M86SEQ2FGWZF9BJ90S566RAB"

    @Test func `is written as upstream writes it`() throws {
        var meta = BlockMeta(ulid: try #require(ULID(Self.ulid)), minTime: 1_000_000, maxTime: 1_002_002)
        meta.statistics.sampleCount = 5
        meta.statistics.seriesCount = 3
        meta.statistics.chunkCount = 3
        meta.compaction.sources = [meta.ulid]
        let expected = """
            {
            \t"ulid": "01M86SEQ2FGWZF9BJ90S566RAB",
            \t"minTime": 1000000,
            \t"maxTime": 1002002,
            \t"stats": {
            \t\t"numSamples": 5,
            \t\t"numSeries": 3,
            \t\t"numChunks": 3
            \t},
            \t"compaction": {
            \t\t"level": 1,
            \t\t"sources": [
            \t\t\t"01M86SEQ2FGWZF9BJ90S566RAB"
            \t\t]
            \t},
            \t"version": 1
            }
            """
        #expect(String(decoding: meta.json, as: UTF8.self) == expected)
        #expect(try BlockMeta(json: meta.json) == meta)
    }

    @Test func `parents, hints and flags are written where there are any`() throws {
        var meta = BlockMeta(ulid: ULID(high: 1, low: 2), minTime: -5, maxTime: 7)
        meta.compaction.level = 2
        meta.compaction.isDeletable = true
        meta.compaction.hasFailed = true
        meta.compaction.parents = [BlockMeta.Parent(ulid: .zero, minTime: 0, maxTime: 0)]
        meta.compaction.hints = [BlockMeta.fromOutOfOrder]
        let expected = """
            {
            \t"ulid": "0000000000002000000000002",
            \t"minTime": -5,
            \t"maxTime": 7,
            \t"stats": {},
            \t"compaction": {
            \t\t"level": 2,
            \t\t"deletable": true,
            \t\t"parents": [
            \t\t\t{
            \t\t\t\t"ulid": "00000000000000000000000000",
            \t\t\t\t"minTime": 0,
            \t\t\t\t"maxTime": 0
            \t\t\t}
            \t\t],
            \t\t"failed": true,
            \t\t"hints": [
            \t\t\t"from-out-of-order"
            \t\t]
            \t},
            \t"version": 1
            }
            """
        let text = String(decoding: meta.json, as: UTF8.self)
        #expect(text == expected.replacing("0000000000002000000000002", with: "\(meta.ulid)"))
        #expect(try BlockMeta(json: meta.json) == meta)
    }

    @Test func `members that are not known are skipped`() throws {
        let text = """
            {"version": 1, "ulid": "\(Self.ulid)", "minTime": 1, "maxTime": 2, "thanos": {"labels": {"a": "\\u00e9"}},
             "stats": {"numSamples": 3, "other": [1, 2.5e3, null, true]}, "compaction": {"level": 3, "sources": null}}
            """
        let meta = try BlockMeta(json: Array(text.utf8))
        #expect(meta.statistics.sampleCount == 3)
        #expect(meta.compaction.level == 3)
    }

    @Test(arguments: [
        (#"{"version": 2}"#, "unexpected meta file version 2"),
        (#"{"version": 1, "ulid": "x"}"#, "invalid value of ulid"),
        (#"{"version": 1"#, "unexpected end of JSON input"),
        ("[]", "invalid value of meta.json"),
    ])
    func `what is not a block's is refused`(text: String, message: String) {
        let error = #expect(throws: BlockMetaError.self) { try BlockMeta(json: Array(text.utf8)) }
        #expect(error.map { "\($0)" } == message)
    }

    @Test func `names sort like their texts and hold their time`() throws {
        let clock = WallClock { 1_700_000_000_123 }
        var random = SplitMix(state: 3)
        var names: [ULID] = []
        for _ in 0..<100 { names.append(ULID.make(clock, using: &random)) }
        for name in names {
            #expect(ULID("\(name)") == name)
            #expect(name.milliseconds == 1_700_000_000_123)
        }
        #expect(names.sorted().map(\.description) == names.map(\.description).sorted())
        #expect(ULID("8ZZZZZZZZZZZZZZZZZZZZZZZZZ") == nil)
        #expect(ULID("01M86SEQ2FGWZF9BJ90S566RA") == nil)
        #expect(ULID("01M86SEQ2FGWZF9BJ90S566RAU") == nil)
        #expect(ULID(Self.ulid.lowercased())?.description == Self.ulid)
    }
}
