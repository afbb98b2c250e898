internal import PrometheusModel

/// Comparison of values, which is strict about their types.
enum TemplateComparison {
    /// A value as far as it can be compared.
    private enum Basic {
        case bool(Bool)
        case integer(Int64)
        case float(Double)
        case text(String)
        case other

        init(_ value: TemplateValue) {
            switch value {
            case .bool(let bool): self = .bool(bool)
            case .integer(let number, _), .duration(let number): self = .integer(number)
            case .float(let number): self = .float(number)
            case .string(let text), .html(let text): self = .text(text)
            default: self = .other
            }
        }
    }

    private static let badType = TemplateFunctionError("invalid type for comparison")

    /// Whether a value equals one of several others.
    static func isEqual(
        _ value: TemplateValue,
        toAnyOf others: some Collection<TemplateValue>
    ) throws(TemplateFunctionError) -> Bool {
        if others.isEmpty { throw TemplateFunctionError("missing argument for comparison") }
        for other in others where try areEqual(value, other) { return true }
        return false
    }

    private static func areEqual(
        _ value: TemplateValue,
        _ other: TemplateValue
    ) throws(TemplateFunctionError) -> Bool {
        switch (Basic(value), Basic(other)) {
        case (.bool(let a), .bool(let b)): return a == b
        case (.integer(let a), .integer(let b)): return a == b
        case (.float(let a), .float(let b)): return a == b
        // Bytes count, not what looks alike.
        case (.text(let a), .text(let b)): return a.utf8.elementsEqual(b.utf8)
        case (.other, .other):
            switch (value, other) {
            case (.none, .none): return true
            case (.none, _), (_, .none): return false
            case (.time(let a), .time(let b)): return a == b
            default:
                var printer = GoPrinter(limit: 1000)
                printer.print(value, "v")
                throw TemplateFunctionError("non-comparable type \(printer.output): \(value.typeName)")
            }
        default:
            if case .none = value { return false }
            if case .none = other { return false }
            throw incompatible(value, other)
        }
    }

    private static func incompatible(_ value: TemplateValue, _ other: TemplateValue) -> TemplateFunctionError {
        TemplateFunctionError("incompatible types for comparison: \(value.typeName) and \(other.typeName)")
    }

    /// Whether the first value comes before the second.
    static func isLess(_ value: TemplateValue, _ other: TemplateValue) throws(TemplateFunctionError) -> Bool {
        switch (Basic(value), Basic(other)) {
        case (.integer(let a), .integer(let b)): return a < b
        case (.float(let a), .float(let b)): return a < b
        case (.text(let a), .text(let b)): return a.utf8.lexicographicallyPrecedes(b.utf8)
        case (.other, _), (_, .other), (.bool, .bool): throw badType
        default: throw incompatible(value, other)
        }
    }

    /// Whether the first value does not come after the second.
    static func isLessOrEqual(_ value: TemplateValue, _ other: TemplateValue) throws(TemplateFunctionError) -> Bool {
        if try isLess(value, other) { return true }
        return try isEqual(value, toAnyOf: [other])
    }
}
