extension TemplateParser {
    /// Parses commands up to `end`, with the variables that they are for.
    mutating func pipeline(
        _ context: String,
        end: TemplateToken.Kind
    ) throws(TemplateError) -> TemplatePipeline {
        var pipeline = TemplatePipeline(position: peekPastSpace().position)
        try declarations(context, &pipeline)
        while true {
            let token = nextPastSpace()
            if token.kind == end { break }
            switch token.kind {
            case .bool, .characterConstant, .dot, .field, .identifier, .number, .keyword(.none), .rawString, .string,
                .variable, .leftParenthesis:
                giveBack(token)
                pipeline.commands.append(try command())
            default: throw unexpected(token, context)
            }
        }
        try check(pipeline, context)
        return pipeline
    }

    private mutating func declarations(
        _ context: String,
        _ pipeline: inout TemplatePipeline
    ) throws(TemplateError) {
        while peekPastSpace().kind == .variable {
            let variable = nextPastSpace()
            let adjacent = peek()
            let following = peekPastSpace()
            switch following.kind {
            case .assign, .declare:
                _ = nextPastSpace()
                pipeline.isAssignment = following.kind == .assign
                pipeline.variables.append(variable.text)
                variables.append(variable.text)
                return
            case .character where following.text == ",":
                _ = nextPastSpace()
                pipeline.variables.append(variable.text)
                variables.append(variable.text)
                guard context == "range", pipeline.variables.count < 2 else {
                    throw error("too many declarations in \(context)")
                }
                switch peekPastSpace().kind {
                case .variable, .rightDelimiter, .rightParenthesis: continue
                default: throw error("range can only initialize variables")
                }
            default:
                // Not a declaration: the space behind the variable decides what follows it.
                if adjacent.kind == .space { giveBack(adjacent) }
                giveBack(variable)
                return
            }
        }
    }

    private func check(_ pipeline: TemplatePipeline, _ context: String) throws(TemplateError) {
        if pipeline.commands.isEmpty { throw error("missing value for \(context)") }
        for (i, command) in pipeline.commands.enumerated().dropFirst() {
            switch command.operands[0] {
            case .bool, .dot, .none, .number, .string:
                throw error("non executable command in pipeline stage \(i + 1)")
            default: break
            }
        }
    }

    private mutating func command() throws(TemplateError) -> TemplateCommand {
        var command = TemplateCommand(operands: [], position: peekPastSpace().position)
        while true {
            _ = peekPastSpace()
            if let operand = try operand() { command.operands.append(operand) }
            let token = next()
            switch token.kind {
            case .space: continue
            case .rightDelimiter, .rightParenthesis: giveBack(token)
            case .pipe: break
            default: throw unexpected(token, "operand")
            }
            break
        }
        if command.operands.isEmpty { throw error("empty command") }
        return command
    }

    private mutating func operand() throws(TemplateError) -> TemplateOperand? {
        guard let term = try term() else { return nil }
        guard peek().kind == .field else { return term }
        let position = peek().position
        var names: [String] = []
        while peek().kind == .field { names.append(String(next().text.dropFirst())) }
        switch term {
        case .field(let first, _): return .field(first + names, position: position)
        case .variable(let first, _): return .variable(first + names, position: position)
        case .bool, .string, .number, .none, .dot:
            throw error("unexpected . after term \(GoQuoting.quoted(term.description))")
        default: return .chain(term, names, position: position)
        }
    }

    private mutating func term() throws(TemplateError) -> TemplateOperand? {
        let token = nextPastSpace()
        let position = token.position
        switch token.kind {
        case .identifier:
            guard hasFunction(token.text) else {
                throw error("function \(GoQuoting.quoted(token.text)) not defined")
            }
            return .function(token.text, position: position)
        case .dot: return .dot(position: position)
        case .keyword(.none): return .none(position: position)
        case .variable:
            guard variables.contains(token.text) else {
                throw error("undefined variable \(GoQuoting.quoted(token.text))")
            }
            return .variable([token.text], position: position)
        case .field: return .field([String(token.text.dropFirst())], position: position)
        case .bool: return .bool(token.text == "true", position: position)
        case .number, .characterConstant: return .number(try number(token), position: position)
        case .leftParenthesis:
            return .pipeline(
                try nested { parser throws(TemplateError) in
                    try parser.pipeline("parenthesized pipeline", end: .rightParenthesis)
                }
            )
        case .string, .rawString:
            return .string(try unquoted(token), source: token.text, position: position)
        default:
            giveBack(token)
            return nil
        }
    }

    private func number(_ token: TemplateToken) throws(TemplateError) -> TemplateNumber {
        if token.kind == .characterConstant {
            guard let scalar = GoQuoting.unquotedCharacter(token.text) else {
                let isEmpty =
                    token.text == "''" || GoQuoting.unquoted("\"\(token.text.dropFirst().dropLast())\"") == nil
                throw error(isEmpty ? "invalid syntax" : "malformed character constant: \(token.text)")
            }
            return TemplateNumber(character: scalar, source: token.text)
        }
        do throws(Problem) {
            return try TemplateNumber(token.text)
        } catch {
            throw self.error(error.reason)
        }
    }
}
