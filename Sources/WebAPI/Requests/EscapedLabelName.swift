/// Label names in URLs: `U__` and then `_2e_` for what stands badly in a path.
enum EscapedLabelName {
    /// The most hexadecimal digits of a code point.
    private static let mostDigits = 6

    /// The name that `text` stands for; `text` itself if it is not escaped, or not well.
    static func decode(_ text: String) -> String {
        guard text.hasPrefix("U__") else { return text }
        var rest = text.dropFirst(3).unicodeScalars
        var name = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            guard scalar == "_" else {
                name.append(scalar)
                continue
            }
            guard let decoded = escape(&rest) else { return text }
            name.append(decoded)
        }
        return String(name)
    }

    /// What follows the first underscore of an escape: a second one, or hexadecimal digits and an underscore.
    private static func escape(_ rest: inout Substring.UnicodeScalarView) -> Unicode.Scalar? {
        guard rest.first != "_" else { return rest.popFirst() }
        var value: UInt32 = 0
        for _ in 0..<mostDigits {
            guard let scalar = rest.popFirst() else { return nil }
            if scalar == "_" { return Unicode.Scalar(value) }
            guard scalar.isASCII, let digit = Character(scalar).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return rest.popFirst() == "_" ? Unicode.Scalar(value) : nil
    }
}
