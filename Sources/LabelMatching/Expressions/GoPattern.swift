/// Go's regular expressions where RE2 differs from them: `(?<name>…)`, a quotation without end, and no single bytes.
enum GoPattern {
    /// The pattern as RE2 writes it.
    static func translated(_ pattern: String) throws(RegularExpressionError) -> String {
        // Most patterns have none of it.
        guard pattern.contains("\\Q") || pattern.contains("\\C") || pattern.contains("(?<") else { return pattern }
        let bytes = Array(pattern.utf8)
        var result: [UInt8] = []
        var isInClass = false
        var index = 0
        func starts(_ text: String, at index: Int) -> Bool { bytes[index...].starts(with: text.utf8) }
        while index < bytes.count {
            if !isInClass, starts("\\Q", at: index) {
                var end = index + 2
                while end < bytes.count, !starts("\\E", at: end) { end += 1 }
                result += bytes[index..<end] + Array("\\E".utf8)
                index = min(bytes.count, end + 2)
            } else if bytes[index] == UInt8(ascii: "\\") {
                if starts("\\C", at: index) { throw RegularExpressionError(reason: "invalid escape sequence: `\\C`") }
                result += bytes[index..<min(bytes.count, index + 2)]
                index += 2
            } else if !isInClass, starts("(?<", at: index), !starts("(?<=", at: index), !starts("(?<!", at: index) {
                result += Array("(?P<".utf8)
                index += 3
            } else {
                if isInClass {
                    isInClass = bytes[index] != UInt8(ascii: "]")
                } else if bytes[index] == UInt8(ascii: "[") {
                    isInClass = true
                    // A bracket right at the start of a class is one of its characters.
                    for mark in ["^", "]"] where index + 1 < bytes.count && starts(mark, at: index + 1) {
                        result.append(bytes[index])
                        index += 1
                    }
                }
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
