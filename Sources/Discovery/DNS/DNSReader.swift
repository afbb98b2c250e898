/// Reads the parts of a message.
struct DNSReader {
    private static let aliasType: UInt16 = 5

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func integer16() throws(DNSError) -> UInt16 {
        guard position + 2 <= bytes.count else { throw .malformed }
        defer { position += 2 }
        return UInt16(bytes[position]) << 8 | UInt16(bytes[position + 1])
    }

    mutating func pass(_ count: Int) throws(DNSError) {
        guard position + count <= bytes.count else { throw .malformed }
        position += count
    }

    /// A name with a dot at its end.
    mutating func name() throws(DNSError) -> String {
        var name: [UInt8] = []
        var at = position
        var end: Int?
        while true {
            guard at < bytes.count else { throw .malformed }
            let length = Int(bytes[at])
            if length >= 0xC0 {
                guard at + 1 < bytes.count else { throw .malformed }
                let target = (length & 0x3F) << 8 | Int(bytes[at + 1])
                if end == nil { end = at + 2 }
                // A reference goes back, so that it cannot go round.
                guard target < at else { throw .malformed }
                at = target
                continue
            }
            guard length < 64, at + 1 + length <= bytes.count, name.count <= 255 else { throw .malformed }
            if length == 0 {
                position = end ?? at + 1
                return name.isEmpty ? "." : String(decoding: name, as: UTF8.self)
            }
            name += bytes[(at + 1)...(at + length)]
            name.append(UInt8(ascii: "."))
            at += 1 + length
        }
    }

    mutating func record() throws(DNSError) -> DNSRecord {
        _ = try name()
        let type = try integer16()
        try pass(6)
        let length = Int(try integer16())
        let end = position + length
        guard end <= bytes.count else { throw .malformed }
        let record = try content(type, length)
        position = end
        return record
    }

    private mutating func content(_ type: UInt16, _ length: Int) throws(DNSError) -> DNSRecord {
        switch DNSRecordType(rawValue: type) {
        case .a:
            guard length == 4 else { throw .malformed }
            return .address(bytes[position..<position + 4].map { String($0) }.joined(separator: "."))
        case .aaaa:
            guard length == 16 else { throw .malformed }
            return .address(Self.text(ofIPv6: Array(bytes[position..<position + 16])))
        case .srv:
            try pass(4)
            let port = Int(try integer16())
            return .service(target: try name(), port: port)
        case .mx:
            try pass(2)
            return .mail(target: try name())
        case .ns: return .nameServer(target: try name())
        case nil: return type == Self.aliasType ? .alias : .other(type: type)
        }
    }

    /// The address as text: the longest run of two or more zero groups left out.
    static func text(ofIPv6 address: [UInt8]) -> String {
        let groups = stride(from: 0, to: 16, by: 2).map { UInt16(address[$0]) << 8 | UInt16(address[$0 + 1]) }
        var longest = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start > max(longest.count, 1) { longest = start..<end }
            start = max(end, start + 1)
        }
        func text(_ range: Range<Int>) -> String {
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        return longest.isEmpty ? text(0..<8) : "\(text(0..<longest.lowerBound))::\(text(longest.upperBound..<8))"
    }
}
