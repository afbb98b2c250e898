/// A declaration as far as one line shows it.
struct Declaration {
    /// Members whose meaning a standard protocol fixes.
    private static let conformances: Set<String> = ["hash", "==", "<", "encode", "makeIterator", "next", "log"]

    let access: String
    let keyword: String
    let name: String

    /// Reads a line of code; `nil` if it declares nothing.
    init?(_ line: String) {
        let keywords: Set<Substring> = [
            "struct", "class", "enum", "actor", "protocol", "func", "var", "let", "init", "subscript", "typealias",
        ]
        var words = line.split { " (:{".contains($0) }[...]
        while let first = words.first, first.hasPrefix("@") { words = words.dropFirst() }
        var access = "internal"
        while let word = words.first, !keywords.contains(word) || (word == "class" && words.dropFirst().first == "func")
        {
            guard Self.modifiers.contains(word) else { return nil }
            if ["package", "public", "private", "fileprivate"].contains(word) { access = String(word) }
            words = words.dropFirst()
        }
        guard let keyword = words.first else { return nil }
        self.access = access
        self.keyword = String(keyword)
        let text = words.dropFirst().first ?? ""
        name = String(text.first?.isLetter == true ? text.prefix { $0 != "<" } : text)
    }

    private static let modifiers: Set<Substring> = [
        "package", "public", "private", "fileprivate", "internal", "final", "static", "class", "mutating",
        "nonmutating",
        "nonisolated", "indirect", "override", "lazy", "weak", "consuming", "borrowing", "convenience", "required",
    ]

    var isType: Bool { ["struct", "class", "enum", "actor", "protocol"].contains(keyword) }

    /// Whether other targets see it and neither its name nor one of the protocols' `requirements` says what it is.
    func needsSummary(beside requirements: Set<String>) -> Bool {
        guard access == "package" || access == "public" else { return false }
        return isType || (keyword == "func" && !Self.conformances.contains(name) && !requirements.contains(name))
    }
}
