internal import PrometheusModel

extension TemplateExecution {
    /// The value of a pipeline, which also goes to its variables.
    func evaluate(_ pipeline: TemplatePipeline, _ dot: TemplateValue) async throws(TemplateFailure) -> TemplateValue {
        place = .pipeline(pipeline)
        var value: TemplateValue?
        for command in pipeline.commands { value = try await evaluate(command, dot, after: value) }
        let result = value ?? .none
        for name in pipeline.variables {
            if pipeline.isAssignment {
                try assign(name, result)
            } else {
                variables.append((name, result))
            }
        }
        return result
    }

    func assign(_ name: String, _ value: TemplateValue) throws(TemplateFailure) {
        guard let at = variables.lastIndex(where: { $0.name == name }) else {
            throw failure("undefined variable: \(name)")
        }
        variables[at].value = value
    }

    /// The value of a command; `previous` is what the one before it in the pipeline gave.
    private func evaluate(
        _ command: TemplateCommand,
        _ dot: TemplateValue,
        after previous: TemplateValue?
    ) async throws(TemplateFailure) -> TemplateValue {
        try step()
        let first = command.operands[0]
        let hasArguments = command.operands.count > 1 || previous != nil
        switch first {
        case .field(let names, _):
            place = .operand(first)
            return try await fields(names, of: dot, command, dot, previous)
        case .variable(let names, _):
            place = .operand(first)
            let value = try variable(names[0])
            if names.count == 1 {
                try refuseArguments(command, hasArguments)
                return value
            }
            return try await fields(Array(names.dropFirst()), of: value, command, dot, previous)
        case .chain(let inner, let names, _):
            place = .operand(first)
            if case .none = inner { throw failure("indirection through explicit nil in \(first.description)") }
            let value = try await argument(inner, dot)
            return try await fields(names, of: value, command, dot, previous)
        case .function(let name, _):
            place = .operand(first)
            return try await call(name, command, Array(command.operands.dropFirst()), dot, previous)
        case .pipeline(let pipeline):
            if hasArguments { throw failure("can't give argument to non-function \(pipeline.description)") }
            return try await evaluate(pipeline, dot)
        default: break
        }
        place = .operand(first)
        try refuseArguments(command, hasArguments)
        switch first {
        case .bool(let value, _): return .bool(value)
        case .dot: return dot
        case .number(let number, _): return number.value
        case .string(let text, _, _): return .string(text)
        default: throw failure("nil is not a command")
        }
    }

    private func refuseArguments(_ command: TemplateCommand, _ hasArguments: Bool) throws(TemplateFailure) {
        guard hasArguments else { return }
        throw failure("can't give argument to non-function \(command.operands[0].description)")
    }

    func variable(_ name: String) throws(TemplateFailure) -> TemplateValue {
        guard let found = variables.last(where: { $0.name == name }) else {
            throw failure("undefined variable: \(name)")
        }
        return found.value
    }

    /// The value of an operand that is an argument.
    func argument(_ operand: TemplateOperand, _ dot: TemplateValue) async throws(TemplateFailure) -> TemplateValue {
        place = .operand(operand)
        let alone = TemplateCommand(operands: [operand], position: operand.position)
        switch operand {
        case .dot: return dot
        case .none: return .none
        case .bool(let value, _): return .bool(value)
        case .number(let number, _): return number.value
        case .string(let text, _, _): return .string(text)
        case .pipeline(let pipeline): return try await evaluate(pipeline, dot)
        case .function(let name, _): return try await call(name, alone, [], dot, nil)
        case .variable(let names, _) where names.count == 1: return try variable(names[0])
        default: return try await evaluate(alone, dot, after: nil)
        }
    }

    // MARK: Fields

    /// Fields, one in the other; only the last can be a method with arguments.
    private func fields(
        _ names: [String],
        of value: TemplateValue,
        _ command: TemplateCommand,
        _ dot: TemplateValue,
        _ previous: TemplateValue?
    ) async throws(TemplateFailure) -> TemplateValue {
        var value = value
        var isInterface = false
        for (i, name) in names.enumerated() {
            let hasArguments = i == names.count - 1 && (command.operands.count > 1 || previous != nil)
            if let method = value.method(name) {
                let operands = hasArguments ? Array(command.operands.dropFirst()) : []
                value = try await call(method, name, on: value, operands, dot, hasArguments ? previous : nil)
                isInterface = false
                continue
            }
            let found = try field(name, of: value, isInterface)
            if hasArguments {
                let isMap = value.isMap
                throw failure(
                    isMap
                        ? "\(name) is not a method but has arguments"
                        : "\(name) has arguments but cannot be invoked as function"
                )
            }
            isInterface = value.holdsAnything(in: name)
            value = found
        }
        return value
    }

    private func call(
        _ method: TemplateMethod,
        _ name: String,
        on value: TemplateValue,
        _ operands: [TemplateOperand],
        _ dot: TemplateValue,
        _ previous: TemplateValue?
    ) async throws(TemplateFailure) -> TemplateValue {
        let count = operands.count + (previous == nil ? 0 : 1)
        guard count == method.parameters.count else {
            throw failure("wrong number of args for \(name): want \(method.parameters.count) got \(count)")
        }
        var arguments: [TemplateValue] = []
        for (operand, type) in zip(operands, method.parameters) {
            arguments.append(try await argument(operand, dot, type))
        }
        if let previous, let type = method.parameters.last { arguments.append(try checked(previous, type)) }
        return method.body(value, arguments)
    }

    private func field(
        _ name: String,
        of value: TemplateValue,
        _ isInterface: Bool
    ) throws(TemplateFailure) -> TemplateValue {
        switch value {
        case .none:
            if isInterface { throw failure("nil pointer evaluating interface {}.\(name)") }
            return .none
        case .labels(let labels): return .string(labels[name] ?? "")
        case .map(let map): return map[name] ?? map.zero
        case .structure(let structure):
            if let field = structure[name] { return field }
        case .sample(let sample):
            if name == "Labels" { return .labels(sample.labels) }
            if name == "Value" { return sample.value }
        default: break
        }
        throw failure("can't evaluate field \(name) in type \(isInterface ? "interface {}" : value.typeName)")
    }
}

extension TemplateValue {
    fileprivate var isMap: Bool {
        switch self {
        case .labels, .map: true
        default: false
        }
    }

    /// Whether the field is declared for values of any type.
    fileprivate func holdsAnything(in name: String) -> Bool {
        switch self {
        case .map(let map): map.typeName == "map[string]interface {}"
        case .structure: name == "Value"
        default: false
        }
    }
}
