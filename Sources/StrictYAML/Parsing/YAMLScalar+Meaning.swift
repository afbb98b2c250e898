extension YAMLScalar {
    private static let tagPrefix = "tag:yaml.org,2002:"

    /// What the scalar means.
    package var meaning: YAMLMeaning {
        switch tag {
        case Self.tagPrefix + "binary": .binary(Self.decodeBase64(text))
        case Self.tagPrefix + "str", "!": .string
        case "" where !isPlain: .string
        case "": Self.meaning(ofPlain: text)
        case _ where tag.hasPrefix(Self.tagPrefix): Self.meaning(ofPlain: text)
        default: .string
        }
    }

    /// Whether the scalar means null.
    package var isNull: Bool {
        guard isPlain, tag.isEmpty || tag == Self.tagPrefix + "null" else { return false }
        return meaning == .null
    }

    /// The short tag of the meaning.
    package var shortTag: String {
        switch meaning {
        case .null: "!!null"
        case .bool: "!!bool"
        case .integer, .unsigned: "!!int"
        case .float: "!!float"
        case .timestamp: "!!timestamp"
        case .string: "!!str"
        case .binary: "!!binary"
        }
    }

    /// What `text` means when it stands without quotes and without a tag.
    package static func meaning(ofPlain text: String) -> YAMLMeaning {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": return .bool(true)
        case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": return .bool(false)
        case ".nan", ".NaN", ".NAN": return .float(.nan)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .float(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .float(-.infinity)
        default: return numericMeaning(text)
        }
    }

    private static func numericMeaning(_ text: String) -> YAMLMeaning {
        guard let first = text.utf8.first else { return .null }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): break
        default: return .string
        }
        if looksLikeTimestamp(text) { return .timestamp }
        let digits = text.filter { $0 != "_" }
        if let value = integer(digits) { return value }
        guard looksLikeFloat(digits), let value = Double(digits.hasSuffix(".") ? digits + "0" : digits) else {
            return .string
        }
        return .float(value)
    }

    /// Integers with Go's prefixes: `0x`, `0o`, `0b`, and a leading zero for octal.
    private static func integer(_ text: String) -> YAMLMeaning? {
        var digits = Substring(text)
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits = digits.dropFirst() }
        let radix: Int
        switch digits.prefix(2).lowercased() {
        case "0x": (radix, digits) = (16, digits.dropFirst(2))
        case "0o": (radix, digits) = (8, digits.dropFirst(2))
        case "0b": (radix, digits) = (2, digits.dropFirst(2))
        default: radix = digits.count > 1 && digits.first == "0" ? 8 : 10
        }
        guard let first = digits.first, first != "-", first != "+", let magnitude = UInt64(digits, radix: radix) else {
            return nil
        }
        if isNegative {
            guard magnitude <= Int64.min.magnitude else { return nil }
            return .integer(Int64(truncatingIfNeeded: 0 &- magnitude))
        }
        return magnitude <= UInt64(Int64.max) ? .integer(Int64(magnitude)) : .unsigned(magnitude)
    }

    /// Whether the text is `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
    private static func looksLikeFloat(_ text: String) -> Bool {
        var rest = Substring(text)
        func takeDigits() -> Int {
            let digits = rest.prefix { $0.isASCII && $0.isWholeNumber }
            rest = rest.dropFirst(digits.count)
            return digits.count
        }
        if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
        let whole = takeDigits()
        if rest.first == "." {
            rest = rest.dropFirst()
            if takeDigits() == 0, whole == 0 { return false }
        } else if whole == 0 {
            return false
        }
        if rest.first == "e" || rest.first == "E" {
            rest = rest.dropFirst()
            if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
            if takeDigits() == 0 { return false }
        }
        return rest.isEmpty
    }

    /// `2006-01-02`, with or without a time after it.
    private static func looksLikeTimestamp(_ text: String) -> Bool {
        let parts = text.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, (1...2).contains(parts[1].count) else { return false }
        guard parts[0].allSatisfy(\.isASCIIDigit), parts[1].allSatisfy(\.isASCIIDigit) else { return false }
        let day = parts[2].prefix(while: \.isASCIIDigit)
        guard (1...2).contains(day.count) else { return false }
        let rest = parts[2].dropFirst(day.count)
        return rest.isEmpty || ((rest.first == "T" || rest.first == "t" || rest.first == " ") && rest.contains(":"))
    }

    private static func decodeBase64(_ text: String) -> [UInt8]? {
        var bits: UInt32 = 0
        var count = 0
        var bytes: [UInt8] = []
        var padding = 0
        for byte in text.utf8 where byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r") {
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let value = base64Value(byte) else { return nil }
            bits = bits << 6 | value
            count += 1
            if count % 4 == 0 {
                bytes += [UInt8(bits >> 16 & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)]
                bits = 0
            }
        }
        guard (count + padding) % 4 == 0, padding <= 2 else { return nil }
        if count % 4 == 3 { bytes += [UInt8(bits >> 10 & 0xFF), UInt8(bits >> 2 & 0xFF)] }
        if count % 4 == 2 { bytes.append(UInt8(bits >> 4 & 0xFF)) }
        return bytes
    }

    private static func base64Value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
