/// Turns tokens into an expression. (The grammar lands next.)
struct Parser {
    private let text: [UInt8]

    init(_ text: String, options: ParserOptions) { self.text = Array(text.utf8) }

    mutating func parseWholeExpression() throws(ParseError) -> Expression {
        throw ParseError("no expression found in input", at: PositionRange(start: 0, end: 0), in: text)
    }
}
