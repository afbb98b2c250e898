/// Numbers of the chunk files' format: tsdb-formats.md, section 4.
enum ChunkSegmentsFormat {
    static let magic: UInt32 = 0x85BD_40DD
    static let version: UInt8 = 1
    static let headerBytes = 8
    static let checksumBytes = 4
    static let directoryName = "chunks"
    /// The size that a file of chunks does not pass.
    static let limitBytes = 512 << 20

    /// The name of the file with a number, from 1.
    static func name(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}
