/// A flag of a command.
struct CommandFlag: Sendable {
    /// What a flag takes.
    enum Kind: Sendable {
        /// Nothing: `--name` and `--no-name`.
        case switched
        /// One value.
        case value(placeholder: String)
        /// Any number of values.
        case values(placeholder: String)
    }

    let name: String
    let short: Character?
    let kind: Kind
    /// The value if the flag is not given; empty for none.
    let standard: String
    let help: String

    init(_ name: String, short: Character? = nil, _ kind: Kind, standard: String = "", help: String) {
        self.name = name
        self.short = short
        self.kind = kind
        self.standard = standard
        self.help = help
    }

    var isSwitch: Bool {
        if case .switched = kind { true } else { false }
    }
}
