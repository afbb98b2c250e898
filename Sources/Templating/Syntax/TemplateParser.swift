internal import PrometheusModel

/// Builds the trees of one text.
struct TemplateParser {
    /// A reason that has no place yet.
    struct Problem: Error {
        let reason: String

        init(_ reason: String) { self.reason = reason }
    }

    /// How deep control structures and parentheses may nest.
    static let maximumDepth = 200

    private let source: TemplateSource
    private let functions: Set<String>
    private var lexer: TemplateLexer
    /// Tokens that were looked at or given back, the next one last.
    private var ahead: [TemplateToken] = []
    private var lastLine = 1
    private var actionLine: Int?
    /// The variables that are known here.
    var variables = ["$"]
    var rangeDepth = 0
    private var depth = 0
    private(set) var trees: [String: TemplateTree]

    init(name: String, text: String, functions: Set<String>, known: [String: TemplateTree]) {
        source = TemplateSource(name: name, text: text)
        self.functions = functions
        trees = known
        lexer = TemplateLexer(text)
    }

    /// Parses the whole text.
    mutating func parse() throws(TemplateError) {
        var nodes: [TemplateNode] = []
        while peek().kind != .end {
            if peek().kind == .leftDelimiter {
                let delimiter = next()
                if peekPastSpace().kind == .keyword(.define) {
                    _ = nextPastSpace()
                    try definition()
                    continue
                }
                giveBack(delimiter)
            }
            switch try textOrAction() {
            case .node(let node): nodes.append(node)
            case .end: throw error("unexpected {{end}}")
            case .otherwise: throw error("unexpected {{else}}")
            }
        }
        try add(source.name, nodes)
    }

    /// Adds a tree; one that has only white space neither replaces another nor counts.
    mutating func add(_ name: String, _ nodes: [TemplateNode]) throws(TemplateError) {
        let tree = TemplateTree(source: source, name: name, nodes: nodes)
        guard let known = trees[name], !known.isBlank else { return trees[name] = tree }
        guard !tree.isBlank else { return }
        throw error("template: multiple definition of template \(GoQuoting.quoted(name))")
    }

    private mutating func definition() throws(TemplateError) {
        let token = nextPastSpace()
        guard token.kind == .string || token.kind == .rawString else { throw unexpected(token, "define clause") }
        let name = try unquoted(token)
        try expect(.rightDelimiter, "define clause")
        let saved = (variables, rangeDepth)
        (variables, rangeDepth) = (["$"], 0)
        let (nodes, end) = try list()
        if case .otherwise = end { throw error("unexpected {{else}} in define clause") }
        (variables, rangeDepth) = saved
        try add(name, nodes)
    }

    /// What an action amounts to for the list that it stands in.
    enum Item {
        case node(TemplateNode)
        case end
        case otherwise
    }

    private mutating func textOrAction() throws(TemplateError) -> Item {
        let token = nextPastSpace()
        switch token.kind {
        case .text: return .node(.text(token.text))
        case .leftDelimiter:
            actionLine = token.line
            defer { actionLine = nil }
            return try action()
        default: throw unexpected(token, "input")
        }
    }

    /// Parses up to an `end` or `else`.
    mutating func list() throws(TemplateError) -> (nodes: [TemplateNode], end: Item) {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw error("control structures are nested too deeply") }
        var nodes: [TemplateNode] = []
        while peekPastSpace().kind != .end {
            switch try textOrAction() {
            case .node(let node): nodes.append(node)
            case .end: return (nodes, .end)
            case .otherwise: return (nodes, .otherwise)
            }
        }
        throw error("unexpected EOF")
    }

    /// Runs `body` one level deeper in parentheses.
    mutating func nested<Result>(
        _ body: (inout TemplateParser) throws(TemplateError) -> Result
    ) throws(TemplateError) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw error("expression is nested too deeply") }
        return try body(&self)
    }

    // MARK: Tokens

    mutating func next() -> TemplateToken {
        let token = ahead.popLast() ?? lexer.next()
        lastLine = token.line
        return token
    }

    mutating func peek() -> TemplateToken {
        if let token = ahead.last { return token }
        let token = lexer.next()
        ahead.append(token)
        lastLine = token.line
        return token
    }

    mutating func giveBack(_ token: TemplateToken) { ahead.append(token) }

    mutating func nextPastSpace() -> TemplateToken {
        var token = next()
        while token.kind == .space { token = next() }
        return token
    }

    mutating func peekPastSpace() -> TemplateToken {
        let token = nextPastSpace()
        giveBack(token)
        return token
    }

    mutating func expect(_ kind: TemplateToken.Kind, _ context: String) throws(TemplateError) {
        let token = nextPastSpace()
        guard token.kind == kind else { throw unexpected(token, context) }
    }

    func hasFunction(_ name: String) -> Bool { functions.contains(name) }

    /// The value of a string literal.
    func unquoted(_ token: TemplateToken) throws(TemplateError) -> String {
        guard let value = GoQuoting.unquoted(token.text) else { throw error("invalid syntax") }
        return value
    }

    // MARK: Messages

    func error(_ reason: String) -> TemplateError {
        .syntax(name: source.name, line: lastLine, reason: reason)
    }

    func unexpected(_ token: TemplateToken, _ context: String) -> TemplateError {
        guard token.kind == .problem else { return error("unexpected \(token.description) in \(context)") }
        var extra = ""
        if let actionLine, actionLine != token.line {
            extra = " in action started at \(source.name):\(actionLine)"
            if token.text.hasSuffix(" action") { extra = String(extra.dropFirst(" in action".count)) }
        }
        return .syntax(name: source.name, line: token.line, reason: token.text + extra)
    }
}
