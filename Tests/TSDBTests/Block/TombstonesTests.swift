import Storage
import Testing

@testable import TSDB

@Suite struct TombstonesTests {
    @Test func `no tombstones are nine bytes`() {
        #expect(Tombstones().encoded == [0x01, 0x30, 0xBA, 0x30, 0x01, 0, 0, 0, 0])
    }

    @Test func `intervals that overlap or touch become one`() {
        var tombstones = Tombstones()
        for interval in [10...20, 40...50, 21...25, 1...3, 5...8, 48...90, Int64.min...(-5), 100...Int64.max] {
            tombstones.add(1, interval)
        }
        #expect(tombstones[1] == [Int64.min...(-5), 1...3, 5...8, 10...25, 40...90, 100...Int64.max])
        tombstones.add(1, 4...4)
        #expect(tombstones[1] == [Int64.min...(-5), 1...8, 10...25, 40...90, 100...Int64.max])
        #expect(tombstones.count == 5)
    }

    @Test func `are read as written`() throws {
        let directory = try TemporaryDirectory()
        #expect(try Tombstones(blockDirectory: directory.path).isEmpty)
        var random = SplitMix(state: 1)
        var tombstones = Tombstones()
        for _ in 0..<200 {
            let start = Int64.random(in: -1000...1000, using: &random)
            tombstones.add(random.next() % 20, start...(start + Int64.random(in: 0...5, using: &random)))
        }
        try directory.write(tombstones.encoded, to: Tombstones.fileName)
        #expect(try Tombstones(blockDirectory: directory.path) == tombstones)
    }

    @Test func `no flipped byte goes unnoticed`() throws {
        let directory = try TemporaryDirectory()
        var tombstones = Tombstones()
        tombstones.add(300, 5...7)
        tombstones.add(4, -100...1000)
        let bytes = tombstones.encoded
        for position in bytes.indices {
            for mask: UInt8 in [0x01, 0x80, 0xFF] {
                var damaged = bytes
                damaged[position] ^= mask
                try directory.write(damaged, to: Tombstones.fileName)
                #expect(throws: StorageError.self) { try Tombstones(blockDirectory: directory.path) }
            }
        }
        for count in bytes.indices {
            try directory.write(Array(bytes[..<count]), to: Tombstones.fileName)
            #expect(throws: StorageError.self) { try Tombstones(blockDirectory: directory.path) }
        }
    }
}
