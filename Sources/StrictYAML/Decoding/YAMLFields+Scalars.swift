internal import PrometheusModel

extension YAMLFields {
    /// A text: any scalar, with its source text.
    package func string(_ key: String, type: String = "string") -> String? {
        value(key).flatMap { problems.string($0, field: path(key), type: type) }
    }

    /// A text that must not be shown.
    package func secret(_ key: String) -> Secret? { string(key).map { Secret($0) } }

    /// A boolean; `yes`, `no`, `on` and `off` are booleans too.
    package func bool(_ key: String) -> Bool? {
        guard let node = value(key) else { return nil }
        switch node.scalar?.meaning {
        case .bool(let value): return value
        case .null: return false
        default:
            problems.mismatch(node, into: "bool", field: path(key))
            return nil
        }
    }

    /// A whole number.
    package func integer(_ key: String, type: String = "int") -> Int64? {
        guard let node = value(key) else { return nil }
        switch node.scalar?.meaning {
        case .integer(let value): return value
        case .float(let value) where value.magnitude < 9.2e18: return Int64(value)
        case .null: return 0
        default:
            problems.mismatch(node, into: type, field: path(key))
            return nil
        }
    }

    /// A whole number that is not negative.
    package func unsigned(_ key: String, type: String = "uint") -> UInt64? {
        guard let node = value(key) else { return nil }
        switch node.scalar?.meaning {
        case .integer(let value) where value >= 0: return UInt64(value)
        case .unsigned(let value): return value
        case .float(let value) where value >= 0 && value < 1.8e19: return UInt64(value)
        case .null: return 0
        default:
            problems.mismatch(node, into: type, field: path(key))
            return nil
        }
    }

    /// A number.
    package func double(_ key: String) -> Double? {
        guard let node = value(key) else { return nil }
        switch node.scalar?.meaning {
        case .integer(let value): return Double(value)
        case .unsigned(let value): return Double(value)
        case .float(let value): return value
        case .null: return 0
        default:
            problems.mismatch(node, into: "float64", field: path(key))
            return nil
        }
    }

    /// A duration such as `1m30s`.
    /// - Returns: milliseconds.
    package func duration(_ key: String) -> Int64? {
        guard let node = value(key) else { return nil }
        if node.isNull { return 0 }
        guard let text = problems.string(node, field: path(key), type: "string") else { return nil }
        do {
            return try DurationText.parse(text)
        } catch {
            reject("\(error)", key)
            return nil
        }
    }

    /// A size such as `15MB`.
    /// - Returns: bytes.
    package func byteSize(_ key: String) -> Int64? {
        guard let node = value(key) else { return nil }
        if node.isNull { return 0 }
        guard let text = problems.string(node, field: path(key), type: "units.Base2Bytes") else { return nil }
        do {
            return try ByteSizeText.parse(text)
        } catch {
            reject("\(error)", key)
            return nil
        }
    }
}

extension YAMLProblems {
    /// The source text of a scalar; null is the empty text.
    ///
    /// `fault` is what the message says of `!!binary` bytes that are not UTF-8.
    package func string(
        _ node: YAMLNode,
        field: String,
        type: String,
        fault: String = "is not valid UTF-8"
    ) -> String? {
        guard let scalar = node.scalar else {
            mismatch(node, into: type, field: field)
            return nil
        }
        guard case .binary(let decoded) = scalar.meaning else { return scalar.isNull ? "" : scalar.text }
        guard let decoded else {
            reject("yaml: !!binary value contains invalid base64 data", at: node, field: field)
            return nil
        }
        let text = String(validating: decoded, as: UTF8.self)
        if text == nil { reject("\(Self.quoted(decoded)) \(fault)", at: node, field: field) }
        return text
    }

    /// Bytes that are not UTF-8, in double quotes.
    private static func quoted(_ bytes: [UInt8]) -> String {
        bytes.reduce("\"") { text, byte in
            (0x20..<0x7F).contains(byte)
                ? text + String(UnicodeScalar(byte))
                : text + "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        } + "\""
    }
}
