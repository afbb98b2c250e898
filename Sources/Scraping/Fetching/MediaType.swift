/// A `Content-Type` header, checked as Go's `mime.ParseMediaType` checks it.
enum MediaType {
    /// The media type in lower case without its parameters, or why there is none.
    static func parse(_ header: String) -> Result<String, MediaTypeError> {
        let bytes = Array(header.utf8)
        let semicolon = bytes.firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
        let type = String(decoding: bytes[..<semicolon], as: UTF8.self).trimmed.lowercased()
        if let reason = fault(inType: Array(type.utf8)) { return .failure(MediaTypeError(reason: reason)) }
        if let reason = fault(inParameters: bytes[semicolon...]) { return .failure(MediaTypeError(reason: reason)) }
        return .success(type)
    }

    private static func fault(inType type: [UInt8]) -> String? {
        let first = type.prefix { isToken($0) }
        guard !first.isEmpty else { return "mime: no media type" }
        let rest = type[first.endIndex...]
        guard let slash = rest.first else { return nil }
        guard slash == UInt8(ascii: "/") else { return "mime: expected slash after first token" }
        let second = rest.dropFirst().prefix { isToken($0) }
        guard !second.isEmpty else { return "mime: expected token after slash" }
        return second.endIndex == type.count ? nil : "mime: unexpected content after media subtype"
    }

    private static func fault(inParameters bytes: ArraySlice<UInt8>) -> String? {
        var rest = bytes
        var names: Set<String> = []
        while true {
            rest = rest.drop { isBlank($0) }
            guard !rest.isEmpty else { return nil }
            guard let name = consumeParameter(&rest) else {
                let isLoneSemicolon = rest.first == UInt8(ascii: ";") && rest.dropFirst().allSatisfy { isBlank($0) }
                return isLoneSemicolon ? nil : "mime: invalid media parameter"
            }
            guard names.insert(name).inserted else { return "mime: duplicate parameter name" }
        }
    }

    /// Reads `; name=value`; `nil` if there is none, and then `rest` stays.
    private static func consumeParameter(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard rest.first == UInt8(ascii: ";") else { return nil }
        let start = rest.dropFirst().drop { isBlank($0) }
        let name = start.prefix { isToken($0) }
        var value = start[name.endIndex...].drop { isBlank($0) }
        guard !name.isEmpty, value.first == UInt8(ascii: "=") else { return nil }
        value = value.dropFirst().drop { isBlank($0) }
        guard let end = valueEnd(value) else { return nil }
        rest = value[end...]
        return String(decoding: name, as: UTF8.self).lowercased()
    }

    private static func valueEnd(_ value: ArraySlice<UInt8>) -> Int? {
        guard value.first == UInt8(ascii: "\"") else {
            let token = value.prefix { isToken($0) }
            return token.isEmpty ? nil : token.endIndex
        }
        var at = value.startIndex + 1
        while at < value.endIndex {
            if value[at] == UInt8(ascii: "\"") { return at + 1 }
            at += value[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !"()<>@,;:\\\"/[]?=".utf8.contains(byte)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
}

extension String {
    /// The text without blanks at its ends.
    fileprivate var trimmed: String {
        let blanks: Set<Character> = [" ", "\t", "\n", "\r"]
        let front = drop { blanks.contains($0) }
        return String(front.reversed().drop { blanks.contains($0) }.reversed())
    }
}
