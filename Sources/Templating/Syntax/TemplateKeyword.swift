/// A word that only the language itself may use.
enum TemplateKeyword: String, Sendable, Hashable {
    case block
    case leaveLoop = "break"
    case nextRound = "continue"
    case define
    case otherwise = "else"
    case end
    case condition = "if"
    case none = "nil"
    case range
    case template
    case with
}
