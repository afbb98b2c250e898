/// The kinds of tokens, spelled as error texts spell them.
enum ExpositionToken: String {
    case invalid = "INVALID"
    case endOfData = "EOF"
    case endWord = "EOFWORD"
    case linebreak = "LINEBREAK"
    case braceOpen = "BOPEN"
    case braceClose = "BCLOSE"
    case comma = "COMMA"
    case equal = "EQUAL"
    case labelName = "LNAME"
    case labelValue = "LVALUE"
    case quotedString = "QSTRING"
    case value = "VALUE"
    case timestamp = "TIMESTAMP"
    case comment = "COMMENT"
}
