/// A piece of a template as the lexer cuts it.
struct TemplateToken: Sendable {
    /// What a token is.
    enum Kind: Sendable, Hashable {
        case problem
        case text
        case leftDelimiter
        case rightDelimiter
        case end
        case space
        case assign
        case declare
        case pipe
        case leftParenthesis
        case rightParenthesis
        case field
        case variable
        case identifier
        case bool
        case number
        case characterConstant
        case string
        case rawString
        case character
        case dot
        case keyword(TemplateKeyword)
    }

    var kind: Kind
    /// The source, or the message of a problem.
    var text: String
    /// The offset of the first byte.
    var position: Int
    /// Counted from 1.
    var line: Int

    /// The token as messages show it.
    var description: String {
        switch kind {
        case .end: return "EOF"
        case .problem: return text
        case .keyword: return "<\(text)>"
        default:
            let scalars = text.unicodeScalars
            guard scalars.count > 10 || text.utf8.count > 10 else { return GoQuoting.quoted(text) }
            return GoQuoting.quoted(String(String.UnicodeScalarView(scalars.prefix(10)))) + "..."
        }
    }
}
