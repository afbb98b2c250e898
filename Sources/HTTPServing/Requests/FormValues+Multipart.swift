extension FormValues {
    /// Reads the fields of a `multipart/form-data` body; files and parts without a name are left out.
    init(multipart body: [UInt8], boundary: String) {
        self.init()
        let delimiter = Array("--\(boundary)".utf8)
        var position = Self.find(delimiter, in: body, from: 0)
        while let start = position.map({ $0 + delimiter.count }) {
            let next = Self.find(delimiter, in: body, from: start)
            if let next { appendPart(body[start..<next]) }
            position = next
        }
    }

    /// Takes what lies between two delimiters: a line end, header lines, an empty line, the value, a line end.
    private mutating func appendPart(_ part: ArraySlice<UInt8>) {
        let emptyLine = Array("\r\n\r\n".utf8)
        let bytes = Array(part)
        guard let headEnd = Self.find(emptyLine, in: bytes, from: 0), bytes.count >= headEnd + 6 else { return }
        let lines = String(decoding: bytes[..<headEnd], as: UTF8.self).split(separator: "\r\n")
        for line in lines where line.lowercased().hasPrefix("content-disposition:") {
            let disposition = MediaType(String(line.drop { $0 != ":" }.dropFirst().trimmed))
            guard let name = disposition["name"], disposition["filename"] == nil else { return }
            append(name, String(decoding: bytes[(headEnd + 4)..<(bytes.count - 2)], as: UTF8.self))
        }
    }

    private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = pattern.first, bytes.count >= pattern.count else { return nil }
        var at = start
        while at <= bytes.count - pattern.count {
            if bytes[at] == first, bytes[at..<(at + pattern.count)].elementsEqual(pattern) { return at }
            at += 1
        }
        return nil
    }
}
