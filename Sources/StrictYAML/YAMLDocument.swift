/// The first document of a YAML text.
package struct YAMLDocument: Sendable {
    /// The deepest nesting that is read.
    package static let depthLimit = 200
    /// The most nodes that aliases may add, unless they are a tenth of the document or less.
    package static let aliasLimit = 200_000

    /// The document's node; `nil` if the text has none.
    package let root: YAMLNode?

    /// Parses `text`.
    package init(_ text: String) throws(YAMLError) { try self.init(bytes: Array(text.utf8)) }

    /// Parses the bytes of a file.
    package init(bytes: [UInt8]) throws(YAMLError) {
        let parser = YAMLTreeBuilder()
        root = try parser.build(bytes)
    }

    /// Parses `text` and hands its root to `body`, which decodes it and records what does not fit.
    ///
    /// - Throws: what the parser, or what `body` recorded; with several, an unacceptable value comes before mismatches.
    package static func decode<Result>(
        _ text: String,
        _ body: (YAMLNode?, YAMLProblems) -> Result
    ) throws(YAMLError) -> Result {
        let document = try YAMLDocument(text)
        let problems = YAMLProblems()
        let result = body(document.root, problems)
        try problems.throwIfAny()
        return result
    }
}
