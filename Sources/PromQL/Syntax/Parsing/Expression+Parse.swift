extension Expression {
    /// Parses and type-checks a query.
    package static func parse(
        _ text: String,
        options: ParserOptions = ParserOptions()
    ) throws(ParseError) -> Expression {
        var parser = Parser(text, options: options)
        return try parser.parseWholeExpression()
    }
}
