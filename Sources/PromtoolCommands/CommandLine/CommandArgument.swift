/// What stands behind a command without being a flag.
struct CommandArgument: Sendable {
    let name: String
    let help: String
    var isRequired = true
    /// Whether it takes all that is left.
    var isRepeated = false
    /// Whether it has to name a file.
    var isFile = false

    /// The argument in usage lines.
    var usage: String {
        let text = "<\(name)>" + (isRepeated ? "..." : "")
        return isRequired ? text : "[\(text)]"
    }
}
