import Testing

@testable import TSDB

@Suite struct SlabArenaTests {
    private static let sizes = [16, 24, 64, 1024]

    private static func fill(_ arena: inout SlabArena, _ slot: SlabArena.Slot, _ byte: UInt8) {
        let size = arena.size(of: slot)
        var bytes = arena.mutableBytes(of: slot)
        for offset in 0..<size { bytes.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self) }
    }

    private static func contents(_ arena: borrowing SlabArena, _ slot: SlabArena.Slot) -> [UInt8] {
        var contents: [UInt8] = []
        contents.append(arena.bytes(of: slot))
        return contents
    }

    @Test func `a slot is the smallest that is large enough, and zero`() {
        var arena = SlabArena(sizes: Self.sizes)
        let sizes = [1, 17, 65].map { arena.size(of: arena.allocate($0)) }
        #expect(sizes == [16, 24, 1024])
        let slot = arena.allocate(64)
        Self.fill(&arena, slot, 7)
        arena.release(slot)
        let contents = Self.contents(arena, arena.allocate(60))
        #expect(contents.allSatisfy { $0 == 0 })
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `slots in use never overlap, whatever is allocated and released`(seed: UInt64) {
        var random = SplitMix(state: seed)
        var arena = SlabArena(sizes: Self.sizes)
        var used: [SlabArena.Slot: UInt8] = [:]
        for step in 0..<1500 {
            if Int.random(in: 0..<5, using: &random) < (step < 1000 ? 3 : 1) {
                let slot = arena.allocate(Int.random(in: 1...1024, using: &random))
                let byte = UInt8.random(in: 1...255, using: &random)
                #expect(used.updateValue(byte, forKey: slot) == nil)
                Self.fill(&arena, slot, byte)
            } else if let (slot, byte) = used.randomElement(using: &random) {
                let contents = Self.contents(arena, slot)
                #expect(contents.allSatisfy { $0 == byte })
                used[slot] = nil
                arena.release(slot)
            }
        }
        for (slot, byte) in used {
            let contents = Self.contents(arena, slot)
            #expect(contents.allSatisfy { $0 == byte })
        }
        let (usedBytes, expected) = (arena.usedBytes, used.keys.reduce(0) { $0 + arena.size(of: $1) })
        #expect(usedBytes == expected)
        for slot in used.keys { arena.release(slot) }
        let rest = (arena.usedPages, arena.usedBytes)
        #expect(rest == (0, 0))
    }

    @Test func `an empty page serves another size`() {
        var arena = SlabArena(sizes: Self.sizes)
        let small = (0..<10_000).map { _ in arena.allocate(16) }
        let pages = arena.usedPages
        for slot in small { arena.release(slot) }
        let large = (0..<pages * 16).map { _ in arena.allocate(1024) }
        let pagesAfterwards = arena.usedPages
        #expect(pagesAfterwards == pages)
        #expect(Set(large).count == large.count)
    }

    @Test func `moving keeps the bytes`() {
        var arena = SlabArena(sizes: Self.sizes)
        let slot = arena.allocate(16)
        Self.fill(&arena, slot, 9)
        let moved = arena.move(slot, 10, toHold: 20)
        let contents = Self.contents(arena, moved)
        #expect(contents == [UInt8](repeating: 9, count: 10) + [UInt8](repeating: 0, count: 14))
    }
}
