/// Blanks out comments and the contents of string literals, line by line.
struct CodeStripper {
    private var isInText = false
    private var blockDepth = 0

    static func strip(_ lines: [Substring]) -> [String] {
        var stripper = CodeStripper()
        return lines.map { stripper.strip($0) }
    }

    private mutating func strip(_ line: Substring) -> String {
        var result = ""
        var rest = line
        while let character = rest.first {
            if isInText {
                guard let end = rest.firstRange(of: "\"\"\"") else { return result }
                isInText = false
                rest = rest[end.upperBound...]
            } else if blockDepth > 0 {
                guard let end = rest.firstRange(of: "*/") else { return result }
                blockDepth -= 1
                rest = rest[end.upperBound...]
            } else if rest.hasPrefix("//") {
                return result
            } else if rest.hasPrefix("/*") {
                blockDepth += 1
                rest = rest.dropFirst(2)
            } else if rest.hasPrefix("\"\"\"") {
                isInText = true
                rest = rest.dropFirst(3)
            } else if character == "\"" {
                result += "\"\""
                rest = Self.afterLiteral(rest.dropFirst())
            } else if character == "`" {
                // A raw identifier may hold anything.
                let inner = rest.dropFirst()
                result += "name"
                rest = inner.firstIndex(of: "`").map { inner[inner.index(after: $0)...] } ?? inner
            } else {
                result.append(character)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    /// What follows a literal's closing quote; interpolations may hold quotes of their own.
    private static func afterLiteral(_ text: Substring) -> Substring {
        var rest = text
        var depth = 0
        while let character = rest.first {
            if rest.hasPrefix("\\(") {
                depth += 1
                rest = rest.dropFirst(2)
                continue
            }
            if character == "\\" {
                rest = rest.dropFirst(2)
                continue
            }
            if depth > 0 {
                if character == "(" { depth += 1 }
                if character == ")" { depth -= 1 }
                rest = character == "\"" ? afterLiteral(rest.dropFirst()) : rest.dropFirst()
                continue
            }
            rest = rest.dropFirst()
            if character == "\"" { return rest }
        }
        return rest
    }
}
