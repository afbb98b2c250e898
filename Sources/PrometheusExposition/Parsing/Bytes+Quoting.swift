internal import PrometheusModel

extension [UInt8] {
    /// The bytes as a double-quoted literal with Go's escapes; bytes that are not UTF-8 become `\xff`.
    package var quoted: String {
        var result = ""
        var start = 0
        while start < count {
            var end = start
            while end < count, let length = sequenceLength(at: end) { end += length }
            result += String(decoding: self[start..<end], as: UTF8.self).quoted.dropFirst().dropLast()
            if end < count {
                result += self[end] < 16 ? "\\x0" : "\\x"
                result += String(self[end], radix: 16)
                end += 1
            }
            start = end
        }
        return "\"" + result + "\""
    }

    /// The length of the well-formed UTF-8 sequence at `start`, `nil` if there is none.
    private func sequenceLength(at start: Int) -> Int? {
        let first = self[start]
        if first < 0x80 { return 1 }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first < 0xF5, start + length <= count else { return nil }
        return String(validating: self[start..<(start + length)], as: UTF8.self) == nil ? nil : length
    }
}
