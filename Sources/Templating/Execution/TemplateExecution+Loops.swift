internal import PrometheusModel

extension TemplateExecution {
    /// Executes the body of a `range` for every element.
    func loop(_ branch: TemplateBranch, _ dot: TemplateValue) async throws(TemplateFailure) {
        let known = variables.count
        defer { variables.removeLast(variables.count - known) }
        let value = try await evaluate(branch.pipeline, dot)
        let mark = variables.count
        let isEmpty: Bool
        switch value {
        case .none: isEmpty = true
        case .integer(let count, _):
            guard branch.pipeline.variables.count < 2 else {
                throw failure("can't use \(printed(value)) to iterate over more than one variable")
            }
            isEmpty = count <= 0
            var index: Int64 = 0
            while index < count {
                let element = TemplateValue.integer(index, .int)
                if try await !isRound(branch, .none, element, mark) { return }
                index += 1
            }
        case .list(let list):
            isEmpty = list.elements.isEmpty
            for (i, element) in list.elements.enumerated() {
                if try await !isRound(branch, .integer(Int64(i), .int), element, mark) { return }
            }
        case .labels(let labels):
            isEmpty = labels.isEmpty
            for label in labels.array {
                if try await !isRound(branch, .string(label.name), .string(label.value), mark) { return }
            }
        case .map(let map):
            isEmpty = map.entries.isEmpty
            for (key, element) in map.entries {
                if try await !isRound(branch, .string(key), element, mark) { return }
            }
        default: throw failure("range can't iterate over \(printed(value))")
        }
        if isEmpty { _ = try await walk(branch.otherwise, dot) }
    }

    /// Executes the body once; `false` if it left the loop.
    private func isRound(
        _ branch: TemplateBranch,
        _ index: TemplateValue,
        _ element: TemplateValue,
        _ mark: Int
    ) async throws(TemplateFailure) -> Bool {
        try step()
        let names = branch.pipeline.variables
        let values = names.count > 1 ? [index, element] : [element]
        for (i, name) in names.enumerated() {
            if branch.pipeline.isAssignment {
                try assign(name, values[i])
            } else {
                // They were declared with the pipeline, as the last ones before the body.
                variables[mark - names.count + i].value = values[i]
            }
        }
        let flow = try await walk(branch.body, element)
        variables.removeLast(variables.count - mark)
        return flow != .leavesLoop
    }

    func printed(_ value: TemplateValue) -> String {
        var printer = GoPrinter(limit: 1000)
        printer.print(value, "v")
        return printer.output
    }
}
