/// A word of a query.
struct Token {
    var kind: TokenKind
    var position: PositionRange
}
