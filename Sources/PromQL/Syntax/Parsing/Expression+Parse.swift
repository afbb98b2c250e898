package import LabelMatching

extension Expression {
    /// Parses and type-checks a query.
    package static func parse(
        _ text: String,
        options: ParserOptions = ParserOptions()
    ) throws(ParseError) -> Expression {
        var parser = Parser(text, options: options)
        return try parser.parseWholeExpression()
    }

    /// Parses a bare selector, as in `match[]` parameters.
    ///
    /// That it has a matcher which does not match the empty text is for the caller to check.
    package static func parseSelector(_ text: String) throws(ParseError) -> [LabelMatcher] {
        var parser = Parser(text, options: ParserOptions())
        return try parser.parseWholeSelector()
    }
}
