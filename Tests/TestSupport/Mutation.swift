/// Spoils bytes, for tests of what reads them from outside.
package enum Mutation {
    /// The same bytes with one to four changes: bits, bytes, pieces that are cut, doubled or moved.
    package static func of(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0...(random.next() % 4) {
            guard !bytes.isEmpty else { return [UInt8(truncatingIfNeeded: random.next())] }
            let position = Int(random.next() % UInt64(bytes.count))
            let end = min(bytes.count, position + 1 + Int(random.next() % 16))
            switch random.next() % 6 {
            case 0: bytes[position] ^= 1 << UInt8(random.next() % 8)
            case 1: bytes[position] = random.pick([0, 0x7F, 0x80, 0xFF, UInt8(truncatingIfNeeded: random.next())])
            case 2: bytes.removeSubrange(position..<end)
            case 3: bytes.insert(contentsOf: bytes[position..<end], at: position)
            case 4: bytes.removeSubrange(position...)
            default:
                let piece = Array(bytes[position..<end])
                bytes.insert(contentsOf: piece, at: Int(random.next() % UInt64(bytes.count)))
            }
        }
        return bytes
    }
}
