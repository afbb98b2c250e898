/// Why something that a command checks is not valid.
struct CheckProblem: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
