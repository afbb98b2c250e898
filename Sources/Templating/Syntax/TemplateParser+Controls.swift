extension TemplateParser {
    /// Parses what follows opening braces.
    mutating func action() throws(TemplateError) -> Item {
        let token = nextPastSpace()
        guard case .keyword(let keyword) = token.kind else {
            giveBack(token)
            return .node(.action(try pipeline("command", end: .rightDelimiter)))
        }
        switch keyword {
        case .condition: return .node(.condition(try branch("if")))
        case .with: return .node(.with(try branch("with")))
        case .range: return .node(.range(try branch("range")))
        case .block: return .node(.invocation(try block()))
        case .template: return .node(.invocation(try invocation()))
        case .leaveLoop: return .node(try jump(.leaveLoop, "{{break}}"))
        case .nextRound: return .node(try jump(.nextRound, "{{continue}}"))
        case .otherwise:
            let following = peekPastSpace().kind
            // The structure that begins here is parsed by the one that it continues.
            if following != .keyword(.condition), following != .keyword(.with) { try expect(.rightDelimiter, "else") }
            return .otherwise
        case .end:
            try expect(.rightDelimiter, "end")
            return .end
        case .define, .none:
            giveBack(token)
            return .node(.action(try pipeline("command", end: .rightDelimiter)))
        }
    }

    private mutating func jump(_ node: TemplateNode, _ text: String) throws(TemplateError) -> TemplateNode {
        let token = nextPastSpace()
        guard token.kind == .rightDelimiter else { throw unexpected(token, text) }
        guard rangeDepth > 0 else { throw error("\(text) outside {{range}}") }
        return node
    }

    private mutating func branch(_ context: String) throws(TemplateError) -> TemplateBranch {
        let known = variables.count
        defer { variables.removeLast(variables.count - known) }
        let pipeline = try pipeline(context, end: .rightDelimiter)
        if context == "range" { rangeDepth += 1 }
        var (body, end) = try list()
        if context == "range" { rangeDepth -= 1 }
        var otherwise: [TemplateNode] = []
        if case .otherwise = end {
            let following = peek().kind
            if context == "if", following == .keyword(.condition) {
                _ = next()
                // One `end` closes both.
                otherwise = [.condition(try nested { parser throws(TemplateError) in try parser.branch("if") })]
            } else if context == "with", following == .keyword(.with) {
                _ = next()
                otherwise = [.with(try nested { parser throws(TemplateError) in try parser.branch("with") })]
            } else {
                (otherwise, end) = try list()
                if case .otherwise = end { throw error("expected end; found {{else}}") }
            }
        }
        return TemplateBranch(pipeline: pipeline, body: body, otherwise: otherwise)
    }

    private mutating func block() throws(TemplateError) -> TemplateInvocation {
        let token = nextPastSpace()
        let name = try templateName(token, "block clause")
        let pipeline = try pipeline("block clause", end: .rightDelimiter)
        let saved = (variables, rangeDepth)
        (variables, rangeDepth) = (["$"], 0)
        let (nodes, end) = try list()
        if case .otherwise = end { throw error("unexpected {{else}} in block clause") }
        (variables, rangeDepth) = saved
        try add(name, nodes)
        return TemplateInvocation(name: name, pipeline: pipeline, position: token.position)
    }

    private mutating func invocation() throws(TemplateError) -> TemplateInvocation {
        let token = nextPastSpace()
        let name = try templateName(token, "template clause")
        let following = nextPastSpace()
        if following.kind == .rightDelimiter {
            return TemplateInvocation(name: name, pipeline: nil, position: token.position)
        }
        giveBack(following)
        let pipeline = try pipeline("template clause", end: .rightDelimiter)
        return TemplateInvocation(name: name, pipeline: pipeline, position: token.position)
    }

    private func templateName(_ token: TemplateToken, _ context: String) throws(TemplateError) -> String {
        guard token.kind == .string || token.kind == .rawString else { throw unexpected(token, context) }
        return try unquoted(token)
    }
}
