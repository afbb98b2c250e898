/// Line and column of a byte in a query.
enum SourcePosition {
    /// `line:column`, both counted from 1, the column in bytes.
    static func text(of offset: Int, in query: String) -> String {
        var line = 1
        var column = 1
        for byte in query.utf8.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return "\(line):\(column)"
    }
}
