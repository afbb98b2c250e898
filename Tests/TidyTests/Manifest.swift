/// The targets that the manifest declares, one a line.
struct Manifest {
    /// One line of the target list.
    struct Target {
        let kind: String
        let name: String
        /// Our own targets that it may import.
        let targets: Set<String>
        /// Modules of other packages that it may import.
        let modules: Set<String>
    }

    let targets: [String: Target]

    init(text: String) {
        let lines = text.split(separator: "\n")
        var modules: [String: String] = [:]
        for line in lines where line.hasPrefix("let ") && line.contains(".product(name: \"") {
            let variable = line.dropFirst(4).prefix { $0 != ":" }
            let name = line.split(separator: "\"")[1]
            modules[String(variable)] = String(name)
        }
        var targets: [String: Target] = [:]
        for line in lines {
            let trimmed = line.drop { $0 == " " }
            let kind = trimmed.prefix { $0 != "(" }
            guard ["shim", "library", "program", "support", "tests"].contains(kind), trimmed.hasPrefix("\(kind)(\"")
            else {
                continue
            }
            let quoted = trimmed.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
            let words = Set(trimmed.split { !$0.isLetter && !$0.isNumber }.map(String.init))
            targets[quoted[0]] = Target(
                kind: String(kind),
                name: quoted[0],
                targets: Set(quoted.dropFirst()),
                modules: Set(modules.filter { words.contains($0.key) }.values)
            )
        }
        self.targets = targets
    }
}
