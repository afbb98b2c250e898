internal import PrometheusBytes

/// What stands in front of the numbers of a column.
struct IntegerColumnHeader {
    static let comparesWithPrevious: UInt8 = 1
    static let isTwoSided: UInt8 = 2
    static let isConstant: UInt8 = 4

    let flags: UInt8
    let first: Int64
    let unit: Int64
    let offset: Int64
    /// For each beginning of the bits of a number: what `TokenCode.entry` says of it.
    let table: [UInt16]

    /// Reads a header; `nil` if it makes no sense.
    init?(_ reader: inout ByteReader) {
        guard let flags = reader.readByte(), flags < 8, let first = reader.readZigzagVarint(),
            let unit = reader.readVarint(), let offset = reader.readZigzagVarint()
        else { return nil }
        self.flags = flags
        self.first = first
        self.unit = Int64(bitPattern: unit)
        self.offset = offset
        if flags & Self.isConstant != 0 {
            table = []
            return
        }
        guard let table = Self.readTable(&reader) else { return nil }
        self.table = table
    }

    private static func readTable(_ reader: inout ByteReader) -> [UInt16]? {
        guard let first = reader.readByte(), let count = reader.readByte(), count > 0,
            Int(first) + Int(count) <= TokenCode.tokenCount
        else { return nil }
        let size = 1 << TokenCode.maxLength
        if count == 1 { return [UInt16](repeating: TokenCode.entry(token: Int(first), length: 0), count: size) }
        var lengths = [UInt8](repeating: 0, count: TokenCode.tokenCount)
        var byte: UInt8 = 0
        for index in 0..<Int(count) {
            if index % 2 == 0 {
                guard let next = reader.readByte() else { return nil }
                byte = next
            }
            lengths[Int(first) + index] = index % 2 == 0 ? byte >> 4 : byte & 0x0F
        }
        guard let code = TokenCode(lengths: lengths) else { return nil }
        var table = [UInt16](repeating: 0, count: size)
        code.fill(&table)
        return table
    }
}
