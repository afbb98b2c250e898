import PrometheusModel

/// One line in the making.
struct LogLine {
    private let format: LogFormat
    private var bytes: [UInt8] = []

    init(_ format: LogFormat) {
        self.format = format
        bytes.reserveCapacity(256)
    }

    /// Appends a pair.
    mutating func append(_ key: String, _ value: String) {
        switch format {
        case .logfmt:
            if !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
            bytes.append(contentsOf: Self.needsQuotes(key) ? key.quoted.utf8 : key.utf8)
            bytes.append(UInt8(ascii: "="))
            bytes.append(contentsOf: Self.needsQuotes(value) ? value.quoted.utf8 : value.utf8)
        case .json:
            bytes.append(bytes.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
            appendJSON(key)
            bytes.append(UInt8(ascii: ":"))
            appendJSON(value)
        }
    }

    /// The bytes of the line with its line feed.
    consuming func finished() -> [UInt8] {
        if format == .json { bytes.append(UInt8(ascii: "}")) }
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// Whether a logfmt text is not plain: empty, or with spaces, `=`, quotes, control or unprintable characters.
    private static func needsQuotes(_ text: String) -> Bool {
        guard !text.isEmpty else { return true }
        return text.unicodeScalars.contains { scalar in
            switch scalar {
            case " ", "=", "\"": true
            case _ where scalar.value < 0x20: true
            case _ where scalar.isASCII: false
            default: scalar == "\u{FFFD}" || scalar.properties.isWhitespace || !isPrintable(scalar)
            }
        }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    private mutating func appendJSON(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": bytes.append(contentsOf: "\\\(scalar)".utf8)
            case "\n": bytes.append(contentsOf: "\\n".utf8)
            case "\r": bytes.append(contentsOf: "\\r".utf8)
            case "\t": bytes.append(contentsOf: "\\t".utf8)
            case _ where scalar.value < 0x20 || scalar == "\u{2028}" || scalar == "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                bytes.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8)
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
