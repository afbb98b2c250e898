/// Parts of names between characters that names of old cannot have.
enum NameTokens {
    static func split(_ name: String, keepsUnderscores: Bool) -> [String] {
        name.unicodeScalars.split { !isKept($0, keepsUnderscores) }.map { String(String.UnicodeScalarView($0)) }
    }

    private static func isKept(_ scalar: Unicode.Scalar, _ keepsUnderscores: Bool) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ":": true
        case "_": keepsUnderscores
        default: false
        }
    }
}
