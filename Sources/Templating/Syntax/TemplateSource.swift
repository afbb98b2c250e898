/// A text that templates were parsed from.
struct TemplateSource: Sendable {
    let name: String
    let text: String

    /// Where byte `position` is: the line from 1, the column from 0 in bytes.
    func place(of position: Int) -> (line: Int, column: Int) {
        let before = text.utf8.prefix(position)
        let line = 1 + before.count { $0 == UInt8(ascii: "\n") }
        let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
        return (line, column)
    }
}
