/// A hash that is the same in every process.
///
/// - Source: FNV-1a, 64 bits (Fowler, Noll, Vo).
enum FNV {
    static func hash(_ bytes: [UInt8]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}
