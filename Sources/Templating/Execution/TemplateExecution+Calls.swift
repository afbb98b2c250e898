internal import PrometheusModel

extension TemplateExecution {
    /// Calls a function; `previous` becomes its last argument.
    func call(
        _ name: String,
        _ command: TemplateCommand,
        _ operands: [TemplateOperand],
        _ dot: TemplateValue,
        _ previous: TemplateValue?
    ) async throws(TemplateFailure) -> TemplateValue {
        guard let function = TemplateFunction.all[name] else {
            throw failure("\(GoQuoting.quoted(name)) is not a defined function")
        }
        let count = operands.count + (previous == nil ? 0 : 1)
        let fixed = function.parameters.count
        if function.rest != nil, count < fixed {
            throw failure("wrong number of args for \(name): want at least \(fixed) got \(operands.count)")
        } else if function.rest == nil, count != fixed {
            throw failure("wrong number of args for \(name): want \(fixed) got \(count)")
        }
        if name == "and" || name == "or" { return try await shortCircuit(name, operands, dot, previous) }
        var arguments: [TemplateValue] = []
        arguments.reserveCapacity(count)
        for (i, operand) in operands.enumerated() {
            let type = i < fixed ? function.parameters[i] : function.rest ?? .any
            arguments.append(try await argument(operand, dot, type))
        }
        if let previous {
            let type = count - 1 < fixed ? function.parameters[count - 1] : function.rest ?? .any
            arguments.append(try checked(previous, type))
        }
        var size = 0
        for argument in arguments { size += argument.text?.utf8.count ?? 0 }
        if size > environment.limits.outputBytes { throw outputIsTooLong }
        try step(size / 64)
        return try await result(of: function, name, command, operands, arguments)
    }

    private func result(
        of function: TemplateFunction,
        _ name: String,
        _ command: TemplateCommand,
        _ operands: [TemplateOperand],
        _ arguments: [TemplateValue]
    ) async throws(TemplateFailure) -> TemplateValue {
        let reason: String
        do throws(TemplateFunctionError) {
            let value: TemplateValue
            switch function.body {
            case .plain(let body): value = try body(arguments, environment)
            case .query:
                value = .list(TemplateList(try await environment.query(arguments[0].text ?? "")))
            case .template:
                value = .html(try await computed(arguments))
            case .call:
                let shown = operands.first?.description ?? "nil"
                if case .none = arguments[0] { throw TemplateFunctionError("call of nil") }
                throw TemplateFunctionError("non-function \(shown) of type \(arguments[0].typeName)")
            }
            if value.depth > environment.limits.valueDepth {
                throw TemplateFunctionError("values are nested too deeply")
            }
            if let text = value.text, text.utf8.count > environment.limits.outputBytes {
                throw TemplateFunctionError("result exceeds the limit of \(environment.limits.outputBytes) bytes")
            }
            return value
        } catch {
            reason = error.description
        }
        place = .command(command)
        throw failure("error calling \(name): \(reason)")
    }

    /// `tmpl`: the output of a template whose name is computed.
    private func computed(_ arguments: [TemplateValue]) async throws(TemplateFunctionError) -> String {
        let name = arguments[0].text ?? ""
        guard let tree = trees[name] else {
            throw TemplateFunctionError("html/template: \(GoQuoting.quoted(name)) is undefined")
        }
        let saved = (output, place)
        output = TemplateOutput(escapesHTML: true)
        do throws(TemplateFailure) {
            try await execute(tree, arguments[1])
        } catch {
            throw TemplateFunctionError(error.description)
        }
        let text = output.text
        (output, place) = saved
        return text
    }

    /// `and` and `or` evaluate no more than they have to.
    private func shortCircuit(
        _ name: String,
        _ operands: [TemplateOperand],
        _ dot: TemplateValue,
        _ previous: TemplateValue?
    ) async throws(TemplateFailure) -> TemplateValue {
        var value = TemplateValue.none
        for operand in operands {
            value = try await argument(operand, dot)
            if value.isTrue == (name == "or") { return value }
        }
        return previous ?? value
    }

    // MARK: Types

    func argument(
        _ operand: TemplateOperand,
        _ dot: TemplateValue,
        _ type: TemplateFunction.Parameter
    ) async throws(TemplateFailure) -> TemplateValue {
        place = .operand(operand)
        switch operand {
        case .none where !type.canBeNil: throw failure("cannot assign nil to \(type.typeName)")
        case .string where type == .string, .string where type == .any: break
        case .bool where type != .any, .number where type != .any, .string where type != .any:
            // Literals are compared with the type that is wanted.
            if type == .string { throw failure("expected string; found \(operand.description)") }
            throw failure("can't handle \(operand.description) for arg of type \(type.typeName)")
        default: break
        }
        return try checked(try await argument(operand, dot), type)
    }

    func checked(
        _ value: TemplateValue,
        _ type: TemplateFunction.Parameter
    ) throws(TemplateFailure) -> TemplateValue {
        switch (type, value) {
        case (.any, _), (.string, .string), (.sample, .sample), (.sample, .none): return value
        case (.duration, .duration), (.time, .time): return value
        case (.samples, .list(let list)) where list.typeName == type.typeName: return value
        case (.samples, .none): return .list(TemplateList([TemplateSample]()))
        case (.string, .none): throw failure("invalid value; expected string")
        default: throw failure("wrong type for value; expected \(type.typeName); got \(value.typeName)")
        }
    }
}
