/// Numbers of the write-ahead log's byte format.
///
/// - Source: upstream's log format: 32 KiB pages of fragments, each with a header of type, length and CRC-32C.
enum WALFormat {
    static let pageBytes = 32 << 10
    /// Fragment header: type, big-endian length, big-endian CRC-32C of the fragment's data.
    static let headerBytes = 7
    /// Bits of the fragment type that hold the position of the fragment in its record.
    static let positionMask: UInt8 = 0x07
    static let snappyFlag: UInt8 = 0x08
    static let zstandardFlag: UInt8 = 0x10
    static let unknownFlags: UInt8 = 0xE0

    /// Where a fragment stands in its record.
    enum Position: UInt8 {
        /// Not a fragment: the rest of the page is zero.
        case pageTerminator = 0
        case full = 1
        case first = 2
        case middle = 3
        case last = 4
    }

    /// The name of the segment file number `index`.
    static func segmentName(_ index: Int) -> String {
        let digits = String(index)
        return String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
    }
}
