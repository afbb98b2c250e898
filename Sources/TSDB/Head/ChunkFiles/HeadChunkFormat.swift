internal import PrometheusBytes

/// Numbers of the byte format of head chunk files.
///
/// - Source: upstream's format of `chunks_head`: a header of eight bytes, then records of series reference, first and
///   last time, encoding, length, payload and CRC-32C.
enum HeadChunkFormat {
    static let headerBytes = 8
    static let magic: UInt32 = 0x0130_BC91
    static let version: UInt8 = 1
    /// A file does not get larger than this.
    static let fileBytes = 128 << 20
    /// The bytes of a record before the length of its payload.
    static let prefixBytes = 25
    static let checksumBytes = 4
    /// Marks in the encoding of a record that its samples came out of order.
    static let outOfOrderMark: UInt8 = 0x80

    /// The name of file number `index`.
    static func fileName(_ index: UInt32) -> String {
        let digits = String(index)
        return String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
    }

    /// What a file begins with.
    static var header: [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendBigEndian(magic)
        bytes += [version, 0, 0, 0]
        return bytes
    }
}
