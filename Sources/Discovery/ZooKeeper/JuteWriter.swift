/// Writes the values of ZooKeeper's messages: whole numbers with the high byte first, texts with their length in front.
struct JuteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ number: Int32) {
        for shift in stride(from: 24, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    mutating func append(_ number: Int64) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    mutating func append(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    mutating func append(_ data: [UInt8]) {
        append(Int32(data.count))
        bytes += data
    }

    mutating func append(_ text: String) { append(Array(text.utf8)) }

    /// The bytes as they go over the wire, with their length in front.
    var framed: [UInt8] {
        var frame = JuteWriter()
        frame.append(bytes)
        return frame.bytes
    }
}
