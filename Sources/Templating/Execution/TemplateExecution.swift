internal import PrometheusModel

/// Carries out a template once.
final class TemplateExecution {
    /// What messages name as the place of an error.
    enum Place {
        case nowhere
        case pipeline(TemplatePipeline)
        case command(TemplateCommand)
        case operand(TemplateOperand)
        case invocation(TemplateInvocation)
    }

    /// Where execution goes after a node.
    enum Flow {
        case onward
        case leavesLoop
        case nextRound
    }

    let trees: [String: TemplateTree]
    let environment: TemplateEnvironment
    var output: TemplateOutput
    /// The variables, innermost last.
    var variables: [(name: String, value: TemplateValue)] = []
    /// The template that is being executed.
    var tree: TemplateTree?
    var place = Place.nowhere
    private var depth = 0
    private var steps = 0

    init(trees: [String: TemplateTree], environment: TemplateEnvironment) {
        self.trees = trees
        self.environment = environment
        output = TemplateOutput(escapesHTML: environment.dialect == .html)
    }

    /// The output of `tree` for `data`.
    func run(_ tree: TemplateTree, _ data: TemplateValue) async throws(TemplateFailure) -> String {
        try await execute(tree, data)
        return output.text
    }

    /// Executes a template with variables of its own.
    func execute(_ tree: TemplateTree, _ data: TemplateValue) async throws(TemplateFailure) {
        guard depth < environment.limits.depth else {
            throw failure("exceeded maximum template depth (\(environment.limits.depth))")
        }
        let saved = (self.tree, variables)
        depth += 1
        (self.tree, variables) = (tree, [("$", data)])
        _ = try await walk(tree.nodes, data)
        (self.tree, variables) = saved
        depth -= 1
    }

    /// Executes nodes in order until one leads elsewhere.
    func walk(_ nodes: [TemplateNode], _ dot: TemplateValue) async throws(TemplateFailure) -> Flow {
        for node in nodes {
            try step()
            switch node {
            case .text(let text):
                output.write(literal: text)
                try checkOutput()
            case .action(let pipeline):
                let value = try await evaluate(pipeline, dot)
                if pipeline.variables.isEmpty { try write(value) }
            case .condition(let branch):
                let flow = try await choose(branch, dot, changesDot: false)
                if flow != .onward { return flow }
            case .with(let branch):
                let flow = try await choose(branch, dot, changesDot: true)
                if flow != .onward { return flow }
            case .range(let branch): try await loop(branch, dot)
            case .invocation(let invocation): try await invoke(invocation, dot)
            case .leaveLoop: return .leavesLoop
            case .nextRound: return .nextRound
            }
        }
        return .onward
    }

    private func choose(
        _ branch: TemplateBranch,
        _ dot: TemplateValue,
        changesDot: Bool
    ) async throws(TemplateFailure) -> Flow {
        let known = variables.count
        defer { variables.removeLast(variables.count - known) }
        let value = try await evaluate(branch.pipeline, dot)
        guard value.isTrue else { return try await walk(branch.otherwise, dot) }
        return try await walk(branch.body, changesDot ? value : dot)
    }

    private func invoke(_ invocation: TemplateInvocation, _ dot: TemplateValue) async throws(TemplateFailure) {
        place = .invocation(invocation)
        guard let tree = trees[invocation.name] else {
            throw failure("template \(GoQuoting.quoted(invocation.name)) not defined")
        }
        var data = TemplateValue.none
        if let pipeline = invocation.pipeline { data = try await evaluate(pipeline, dot) }
        place = .invocation(invocation)
        try await execute(tree, data)
    }

    // MARK: Output

    private func write(_ value: TemplateValue) throws(TemplateFailure) {
        var value = value
        if case .none = value {
            // Scripts know `null`; pages show nothing.
            if environment.dialect == .html { return output.write(value: .none, "") }
            value = .string("<no value>")
        }
        if case .string(let text) = value {
            output.write(value: .string(text), text)
        } else if case .html(let text) = value {
            output.write(value: .html(text), text)
        } else {
            var printer = GoPrinter(limit: environment.limits.outputBytes)
            if case .sample(let sample) = value {
                // A pointer is printed as what it points to.
                printer.write("{")
                printer.print(.labels(sample.labels), "v")
                printer.write(" ")
                printer.print(sample.value, "v")
                printer.write("}")
            } else {
                printer.print(value, "v")
            }
            if printer.isOverflowing { throw outputIsTooLong }
            output.write(value: value, printer.output)
        }
        try checkOutput()
    }

    private func checkOutput() throws(TemplateFailure) {
        if output.text.utf8.count > environment.limits.outputBytes { throw outputIsTooLong }
    }

    var outputIsTooLong: TemplateFailure {
        failure("output exceeds the limit of \(environment.limits.outputBytes) bytes")
    }

    // MARK: Limits and messages

    /// Counts work, so that no template goes on forever.
    func step(_ count: Int = 1) throws(TemplateFailure) {
        steps += count
        if steps > environment.limits.steps {
            throw failure("exceeded the limit of \(environment.limits.steps) execution steps")
        }
        if steps & 1023 < count, Task.isCancelled { throw failure("execution was cancelled") }
    }

    /// An error at the current place.
    func failure(_ reason: String) -> TemplateFailure {
        guard let tree else {
            return TemplateFailure(source: "", template: "", line: 0, column: 0, action: "", reason: reason)
        }
        let (position, action): (Int?, String) =
            switch place {
            case .nowhere: (nil, "")
            case .pipeline(let pipeline): (pipeline.position, pipeline.description)
            case .command(let command): (command.position, command.description)
            case .operand(let operand): (operand.position, operand.description)
            case .invocation(let invocation): (invocation.position, invocation.description)
            }
        let found = position.map { tree.source.place(of: $0) }
        return TemplateFailure(
            source: tree.source.name,
            template: tree.name,
            line: found?.line ?? 0,
            column: found?.column ?? 0,
            action: action,
            reason: reason
        )
    }
}
