/// A parsed text with the templates that it defines.
package struct Template: Sendable {
    /// The name in messages.
    package let name: String
    let trees: [String: TemplateTree]
    /// The text itself, if it has no action at all.
    package let constant: String?

    /// Parses `text`, which may use the functions of `dialect`.
    package init(name: String, _ text: String, dialect: TemplateDialect = .text) throws(TemplateError) {
        try self.init(name: name, text, dialect: dialect, libraries: [])
    }

    /// Parses `text` after `libraries`, whose definitions it shares.
    package init(
        name: String,
        _ text: String,
        dialect: TemplateDialect,
        libraries: [(name: String, text: String)]
    ) throws(TemplateError) {
        self.name = name
        if dialect == .text, !text.utf8.contains(UInt8(ascii: "{")) {
            (trees, constant) = ([:], text)
            return
        }
        var known: [String: TemplateTree] = [:]
        for (name, text) in libraries + [(name, text)] {
            var parser = TemplateParser(name: name, text: text, functions: dialect.functionNames, known: known)
            try parser.parse()
            known = parser.trees
        }
        (trees, constant) = (known, nil)
    }

    /// The text with every action carried out on `data`.
    package func expanded(
        _ data: TemplateValue,
        _ environment: TemplateEnvironment
    ) async throws(TemplateError) -> String {
        if let constant { return constant }
        guard let tree = trees[name] else { return "" }
        let execution = TemplateExecution(trees: trees, environment: environment)
        do throws(TemplateFailure) {
            return try await execution.run(tree, data)
        } catch {
            throw .execution(error)
        }
    }
}
