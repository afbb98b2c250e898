/// One flag of the command line.
struct Flag: Sendable {
    /// What a value looks like, and how it is checked and shown.
    enum Kind: Sendable, Hashable {
        case boolean
        case text
        /// A whole number; it may be written as a float (`5e7`) and is cut.
        case integer
        case number
        /// `1h30m`, as in the configuration.
        case duration
        /// `1.5s`, as Go writes durations.
        case goDuration
        /// `512MB`.
        case size
        case choice([String])
        case logLevel
        case logFormat
        /// One of the remote write messages.
        case protobufMessage
    }

    /// In which mode the flag may be used.
    enum Mode: Sendable { case both, server, agent }

    /// What this build does with the flag.
    enum Support: Sendable {
        /// The flag acts.
        case active
        /// The flag is taken, and a warning says that it does nothing yet.
        case accepted
        /// Setting the flag ends the program, because ignoring it would be dangerous.
        case refused
    }

    let name: String
    let kind: Kind
    /// The values that hold when the flag is not given, as they would be typed.
    let defaults: [String]
    let help: String
    var mode = Mode.both
    var isHidden = false
    var isRepeatable = false
    var support = Support.active
    /// What stands for the value in the help when there is no default.
    var placeholder: String?

    init(
        _ name: String,
        _ kind: Kind,
        _ defaultValue: String? = nil,
        mode: Mode = .both,
        isHidden: Bool = false,
        support: Support = .active,
        placeholder: String? = nil,
        _ help: String
    ) {
        self.name = name
        self.kind = kind
        defaults = defaultValue.map { [$0] } ?? []
        self.help = help
        self.mode = mode
        self.isHidden = isHidden
        self.support = support
        self.placeholder = placeholder
    }

    /// A flag that may be given several times.
    init(repeatable name: String, _ kind: Kind, _ defaults: [String], support: Support = .active, _ help: String) {
        self.name = name
        self.kind = kind
        self.defaults = defaults
        self.help = help
        self.support = support
        isRepeatable = true
    }
}
