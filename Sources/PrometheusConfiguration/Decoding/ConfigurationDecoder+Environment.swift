extension ConfigurationDecoder {
    /// Replaces `$NAME` and `${NAME}` by environment variables, as Go's `os.Expand` reads them; `$$` is a dollar sign.
    func expandEnvironment(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var offset = 0
        while offset < bytes.count {
            guard bytes[offset] == UInt8(ascii: "$"), offset + 1 < bytes.count else {
                result.append(bytes[offset])
                offset += 1
                continue
            }
            let (name, width) = Self.variable(bytes[(offset + 1)...])
            if let name {
                result += Array(value(ofVariable: name).utf8)
            } else if width == 0 {
                // A dollar sign that names nothing stays.
                result.append(bytes[offset])
            }
            offset += 1 + width
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func value(ofVariable name: String) -> String {
        guard name != "$" else { return "$" }
        let value = environment(name) ?? ""
        if value.isEmpty { warnings.append(.emptyEnvironmentVariable(name: name)) }
        return value
    }

    /// The name after a dollar sign, if there is one, and how many bytes belong to it.
    private static func variable(_ bytes: ArraySlice<UInt8>) -> (name: String?, width: Int) {
        guard let first = bytes.first else { return (nil, 0) }
        if first == UInt8(ascii: "{") {
            if bytes.count > 2, isSpecial(bytes[bytes.startIndex + 1]), bytes[bytes.startIndex + 2] == UInt8(ascii: "}")
            {
                return (text(bytes[(bytes.startIndex + 1)..<(bytes.startIndex + 2)]), 3)
            }
            guard let close = bytes.firstIndex(of: UInt8(ascii: "}")) else { return (nil, 1) }
            let name = bytes[(bytes.startIndex + 1)..<close]
            return (name.isEmpty ? nil : text(name), close - bytes.startIndex + 1)
        }
        if isSpecial(first) { return (text(bytes.prefix(1)), 1) }
        let name = bytes.prefix(while: isNameByte)
        return (name.isEmpty ? nil : text(name), name.count)
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    /// The shell's one-character names.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        "*#$@!?-0123456789".utf8.contains(byte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
