/// Reads the values of ZooKeeper's messages.
struct JuteReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func integer32() throws(ZooKeeperError) -> Int32 { Int32(truncatingIfNeeded: try integer(4)) }

    mutating func integer64() throws(ZooKeeperError) -> Int64 { try integer(8) }

    /// Bytes; `nil` where the length says that there is nothing.
    mutating func data() throws(ZooKeeperError) -> [UInt8]? {
        let count = Int(try integer32())
        if count < 0 { return nil }
        guard count <= bytes.count - position else { throw .malformed }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    mutating func text() throws(ZooKeeperError) -> String { String(decoding: try data() ?? [], as: UTF8.self) }

    mutating func texts() throws(ZooKeeperError) -> [String] {
        let count = try integer32()
        var all: [String] = []
        // Each takes four bytes at least, so that a wrong count ends soon.
        for _ in 0..<max(count, 0) { all.append(try text()) }
        return all
    }

    private mutating func integer(_ width: Int) throws(ZooKeeperError) -> Int64 {
        guard position + width <= bytes.count else { throw .malformed }
        defer { position += width }
        return bytes[position..<position + width].reduce(0) { $0 << 8 | Int64($1) }
    }
}
