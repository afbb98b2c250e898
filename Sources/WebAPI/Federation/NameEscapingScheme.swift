/// How names that the text format of old cannot have are written for those who read no other.
enum NameEscapingScheme: String, CaseIterable {
    case allowUTF8 = "allow-utf-8"
    case underscores
    case dots
    case values

    /// The name as this scheme writes it.
    func escape(_ name: String) -> String {
        switch self {
        case .allowUTF8: return name
        case .underscores: return Self.isLegacy(name) ? name : Self.replace(name) { _ in "_" }
        case .dots:
            return Self.replace(name, escapesUnderscores: true) { $0 == "." ? "_dot_" : "__" }
        case .values:
            guard !Self.isLegacy(name) else { return name }
            return "U__"
                + Self.replace(name, escapesUnderscores: true) { "_" + String($0.value, radix: 16) + "_" }
        }
    }

    private static func isLegacy(_ name: String) -> Bool {
        !name.isEmpty && name.unicodeScalars.enumerated().allSatisfy { isLegacy($1, at: $0) }
    }

    private static func isLegacy(_ scalar: Unicode.Scalar, at index: Int) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "_", ":": true
        case "0"..."9": index > 0
        default: false
        }
    }

    private static func replace(
        _ name: String,
        escapesUnderscores: Bool = false,
        _ replacement: (Unicode.Scalar) -> String
    ) -> String {
        var result = ""
        for (index, scalar) in name.unicodeScalars.enumerated() {
            if escapesUnderscores, scalar == "_" {
                result += "__"
            } else if isLegacy(scalar, at: index) {
                result.unicodeScalars.append(scalar)
            } else {
                result += replacement(scalar)
            }
        }
        return result
    }
}
