package import PrometheusModel

extension RenderedLabels {
    /// The labels, read back from their text.
    package var pairs: [Label] {
        var pairs: [Label] = []
        var position = 0
        while position < bytes.count {
            let name = bytes[position] == UInt8(ascii: "\"") ? Self.quoted(bytes, &position) : unquoted(&position)
            position += 1  // The equals sign.
            pairs.append(Label(name, Self.quoted(bytes, &position)))
            position += 1  // The comma.
        }
        return pairs
    }

    private func unquoted(_ position: inout Int) -> String {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "=") { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Reads a text in quotation marks and goes behind it.
    private static func quoted(_ bytes: [UInt8], _ position: inout Int) -> String {
        var text: [UInt8] = []
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            if bytes[position] == UInt8(ascii: "\\"), position + 1 < bytes.count {
                position += 1
                text.append(bytes[position] == UInt8(ascii: "n") ? UInt8(ascii: "\n") : bytes[position])
            } else {
                text.append(bytes[position])
            }
            position += 1
        }
        position += 1
        return String(decoding: text, as: UTF8.self)
    }
}
