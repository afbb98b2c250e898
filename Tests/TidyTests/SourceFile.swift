/// One Swift file, with its lines as they are and with comments and texts blanked out.
struct SourceFile: Sendable {
    /// From the package's root.
    let path: String
    let lines: [Substring]
    /// The lines without comments and without what stands in string literals.
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        code = CodeStripper.strip(lines)
    }

    /// The target that the file belongs to.
    var target: String { String(path.split(separator: "/").dropFirst().first ?? "") }

    /// The modules that the file imports.
    var imports: [String] {
        code.compactMap { line in
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), at < words.count - 1 else { return nil }
            let isImport = words[..<at].allSatisfy {
                ["package", "public", "internal", "private", "fileprivate"].contains($0) || $0.hasPrefix("@")
            }
            return isImport ? words[at + 1].split(separator: ".").first.map(String.init) : nil
        }
    }

    /// How deep in braces each line begins.
    var depths: [Int] {
        var depth = 0
        return code.map { line in
            defer { depth += line.count { $0 == "{" } - line.count { $0 == "}" } }
            return depth
        }
    }

    /// The names of the functions that the file's protocols require.
    var protocolRequirements: [String] {
        var isInProtocol = false
        return zip(code, depths).compactMap { line, depth in
            guard let declaration = Declaration(line) else { return nil }
            if depth == 0 { isInProtocol = declaration.keyword == "protocol" }
            return isInProtocol && declaration.keyword == "func" ? declaration.name : nil
        }
    }

    /// `path:line`, as editors understand it.
    func place(_ index: Int) -> String { "\(path):\(index + 1)" }

    /// The places of lines whose code satisfies `isBad`.
    func places(where isBad: (String) -> Bool) -> [String] {
        code.indices.filter { isBad(code[$0]) }.map { "\(place($0)): \(lines[$0].drop { $0 == " " })" }
    }
}
