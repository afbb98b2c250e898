/// Why rule files cannot be used: every finding in the first bad file.
package struct RuleFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One line each, with file, place, group and rule.
    package var messages: [String]

    package init(_ messages: [String]) { self.messages = messages }

    package var description: String { messages.joined(separator: "; ") }
}
