/// A message of the domain name system, as much of it as lookups need.
struct DNSMessage: Sendable, Hashable {
    static let success: UInt8 = 0
    static let formatError: UInt8 = 1
    static let noSuchName: UInt8 = 3

    /// The size of answers that are taken by UDP.
    static let largestDatagram = 4096

    let identifier: UInt16
    let isTruncated: Bool
    let code: UInt8
    let records: [DNSRecord]

    /// The bytes of a question; `nil` if `name` is none.
    static func question(
        _ name: String,
        _ type: DNSRecordType,
        identifier: UInt16,
        allowsLargeAnswers: Bool
    ) -> [UInt8]? {
        // Recursion is desired; one question; the additional record tells how large an answer may be.
        var bytes: [UInt8] = [
            UInt8(identifier >> 8), UInt8(identifier & 0xFF), 1, 0, 0, 1, 0, 0, 0, 0, 0, allowsLargeAnswers ? 1 : 0,
        ]
        for part in name.split(separator: ".") {
            guard part.utf8.count < 64 else { return nil }
            bytes.append(UInt8(part.utf8.count))
            bytes += Array(part.utf8)
        }
        guard bytes.count < 12 + 255 else { return nil }
        bytes += [0, UInt8(type.rawValue >> 8), UInt8(type.rawValue & 0xFF), 0, 1]
        if allowsLargeAnswers {
            bytes += [0, 0, 41, UInt8(largestDatagram >> 8), UInt8(largestDatagram & 0xFF), 0, 0, 0, 0, 0, 0]
        }
        return bytes
    }

    /// Reads an answer.
    init(_ bytes: [UInt8]) throws(DNSError) {
        var reader = DNSReader(bytes)
        identifier = try reader.integer16()
        let flags = try reader.integer16()
        guard flags & 0x8000 != 0 else { throw .malformed }
        isTruncated = flags & 0x0200 != 0
        code = UInt8(flags & 0x000F)
        let (questions, answers) = (try reader.integer16(), try reader.integer16())
        try reader.pass(4)
        for _ in 0..<questions {
            _ = try reader.name()
            try reader.pass(4)
        }
        var records: [DNSRecord] = []
        do {
            for _ in 0..<answers { records.append(try reader.record()) }
        } catch {
            // A truncated message may end anywhere.
            guard isTruncated else { throw error }
        }
        self.records = records
    }
}
