/// Reads the parts of an RFC 3339 time from the front of a text.
struct TimestampScanner {
    let bytes: [UInt8]
    var offset = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func number(digits: Int) -> Int64? {
        guard bytes.count - offset >= digits else { return nil }
        var number: Int64 = 0
        for byte in bytes[offset..<(offset + digits)] {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            number = number * 10 + Int64(digit)
        }
        offset += digits
        return number
    }

    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: scalar) else { return false }
        offset += 1
        return true
    }

    /// The fraction of the second in milliseconds, 0 if there is none; `nil` for a point without digits.
    mutating func fraction() -> Int64? {
        guard skip(".") || skip(",") else { return 0 }
        let start = offset
        var milliseconds: Int64 = 0
        while offset < bytes.count, bytes[offset] &- UInt8(ascii: "0") < 10 {
            if offset - start < 3 { milliseconds = milliseconds * 10 + Int64(bytes[offset] - UInt8(ascii: "0")) }
            offset += 1
        }
        guard offset > start else { return nil }
        for _ in 0..<max(0, 3 - (offset - start)) { milliseconds *= 10 }
        return milliseconds
    }

    /// The offset from UTC in seconds.
    mutating func zone() -> Int64? {
        if skip("Z") { return 0 }
        let isNegative: Bool
        if skip("+") {
            isNegative = false
        } else if skip("-") {
            isNegative = true
        } else {
            return nil
        }
        guard let hours = number(digits: 2), skip(":"), let minutes = number(digits: 2), hours < 24, minutes < 60
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return isNegative ? -seconds : seconds
    }
}
