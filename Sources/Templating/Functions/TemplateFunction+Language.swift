internal import PrometheusModel

extension TemplateFunction {
    /// The functions that Go's templates have of themselves.
    static let language: [String: TemplateFunction] = [
        "and": TemplateFunction([.any], rest: .any, .call), "or": TemplateFunction([.any], rest: .any, .call),
        "call": TemplateFunction([.any], rest: .any, .call),
        "not": TemplateFunction([.any], .plain { values, _ throws(TemplateFunctionError) in .bool(!values[0].isTrue) }),
        "len": TemplateFunction([.any], .plain { values, _ throws(TemplateFunctionError) in try length(values[0]) }),
        "index": TemplateFunction(
            [.any],
            rest: .any,
            .plain { values, _ throws(TemplateFunctionError) in try element(values[0], values.dropFirst()) }
        ),
        "slice": TemplateFunction(
            [.any],
            rest: .any,
            .plain { values, _ throws(TemplateFunctionError) in try part(values[0], values.dropFirst()) }
        ),
        "print": TemplateFunction([], rest: .any, printing { GoPrinter.print($0, limit: $1) }),
        "println": TemplateFunction([], rest: .any, printing { GoPrinter.printLine($0, limit: $1) }),
        "printf": TemplateFunction(
            [.string],
            rest: .any,
            printing { GoFormat.print($0[0].text ?? "", Array($0.dropFirst()), limit: $1) }
        ),
        "html": TemplateFunction([], rest: .any, escaping(TextEscaping.html)),
        "js": TemplateFunction([], rest: .any, escaping(TextEscaping.javaScript)),
        "urlquery": TemplateFunction([], rest: .any, escaping(TextEscaping.query)),
        "eq": TemplateFunction(
            [.any],
            rest: .any,
            .plain { values, _ throws(TemplateFunctionError) in
                .bool(try TemplateComparison.isEqual(values[0], toAnyOf: values.dropFirst()))
            }
        ),
        "ne": comparison { first, second throws(TemplateFunctionError) in
            try !TemplateComparison.isEqual(first, toAnyOf: [second])
        },
        "lt": comparison { first, second throws(TemplateFunctionError) in
            try TemplateComparison.isLess(first, second)
        },
        "le": comparison { first, second throws(TemplateFunctionError) in
            try TemplateComparison.isLessOrEqual(first, second)
        },
        "gt": comparison { first, second throws(TemplateFunctionError) in
            try !TemplateComparison.isLessOrEqual(first, second)
        },
        "ge": comparison { first, second throws(TemplateFunctionError) in
            try !TemplateComparison.isLess(first, second)
        },
    ]

    private static func comparison(
        _ body: @escaping @Sendable (TemplateValue, TemplateValue) throws(TemplateFunctionError) -> Bool
    ) -> TemplateFunction {
        TemplateFunction(
            [.any, .any],
            .plain { values, _ throws(TemplateFunctionError) in .bool(try body(values[0], values[1])) }
        )
    }

    private static func printing(_ body: @escaping @Sendable ([TemplateValue], Int) -> GoPrinter) -> Body {
        .plain { values, environment throws(TemplateFunctionError) in
            let printer = body(values, environment.limits.outputBytes)
            guard !printer.isOverflowing else {
                throw TemplateFunctionError("result exceeds the limit of \(printer.limit) bytes")
            }
            return .string(printer.output)
        }
    }

    private static func escaping(_ escape: @escaping @Sendable (String) -> String) -> Body {
        .plain { values, environment throws(TemplateFunctionError) in
            if values.count == 1, let text = values[0].text { return .string(escape(text)) }
            let shown = values.map { value in
                if case .none = value { TemplateValue.string("<no value>") } else { value }
            }
            let printer = GoPrinter.print(shown, limit: environment.limits.outputBytes)
            guard !printer.isOverflowing else {
                throw TemplateFunctionError("result exceeds the limit of \(printer.limit) bytes")
            }
            return .string(escape(printer.output))
        }
    }

    // MARK: Lists and maps

    private static func length(_ value: TemplateValue) throws(TemplateFunctionError) -> TemplateValue {
        switch value {
        case .string(let text), .html(let text): return .integer(Int64(text.utf8.count), .int)
        case .labels(let labels): return .integer(Int64(labels.count), .int)
        case .map(let map): return .integer(Int64(map.entries.count), .int)
        case .list(let list): return .integer(Int64(list.elements.count), .int)
        case .none: throw TemplateFunctionError("reflect: call of reflect.Value.Type on zero Value")
        default: throw TemplateFunctionError("len of type \(value.typeName)")
        }
    }

    private static func element(
        _ value: TemplateValue,
        _ keys: ArraySlice<TemplateValue>
    ) throws(TemplateFunctionError) -> TemplateValue {
        guard keys.isEmpty || !value.isNothing else { throw TemplateFunctionError("index of untyped nil") }
        if value.isNothing { throw TemplateFunctionError("index of untyped nil") }
        var value = value
        for key in keys {
            switch value {
            case .string(let text), .html(let text):
                let at = try position(key, in: text.utf8.count)
                guard at < text.utf8.count else {
                    throw TemplateFunctionError("reflect: string index out of range")
                }
                value = .integer(Int64(Array(text.utf8)[at]), .uint8)
            case .list(let list):
                let at = try position(key, in: list.elements.count)
                guard at < list.elements.count else {
                    throw TemplateFunctionError("reflect: slice index out of range")
                }
                value = list.elements[at]
            case .labels(let labels): value = .string(labels[try mapKey(key)] ?? "")
            case .map(let map): value = map[try mapKey(key)] ?? map.zero
            case .none: throw TemplateFunctionError("index of nil pointer")
            default: throw TemplateFunctionError("can't index item of type \(value.typeName)")
            }
        }
        return value
    }

    private static func mapKey(_ key: TemplateValue) throws(TemplateFunctionError) -> String {
        switch key {
        case .string(let text): return text
        case .none: throw TemplateFunctionError("value is nil; should be of type string")
        default: throw TemplateFunctionError("value has type \(key.typeName); should be string")
        }
    }

    /// An index into something of so many elements; it may lie right behind the last.
    private static func position(_ key: TemplateValue, in count: Int) throws(TemplateFunctionError) -> Int {
        switch key {
        case .integer(let index, _):
            guard index >= 0, index <= Int64(count) else {
                throw TemplateFunctionError("index out of range: \(index)")
            }
            return Int(index)
        case .none: throw TemplateFunctionError("cannot index slice/array with nil")
        default: throw TemplateFunctionError("cannot index slice/array with type \(key.typeName)")
        }
    }

    private static func part(
        _ value: TemplateValue,
        _ keys: ArraySlice<TemplateValue>
    ) throws(TemplateFunctionError) -> TemplateValue {
        if value.isNothing { throw TemplateFunctionError("slice of untyped nil") }
        guard keys.count <= 3 else { throw TemplateFunctionError("too many slice indexes: \(keys.count)") }
        let count: Int
        switch value {
        case .string(let text), .html(let text):
            guard keys.count < 3 else { throw TemplateFunctionError("cannot 3-index slice a string") }
            count = text.utf8.count
        case .list(let list): count = list.elements.count
        default: throw TemplateFunctionError("can't slice item of type \(value.typeName)")
        }
        var bounds: [Int] = []
        for key in keys { bounds.append(try position(key, in: count)) }
        for (low, high) in zip(bounds, bounds.dropFirst()) where low > high {
            throw TemplateFunctionError("invalid slice index: \(low) > \(high)")
        }
        let range = (bounds.first ?? 0)..<(bounds.count > 1 ? bounds[1] : count)
        if case .list(let list) = value {
            return .list(TemplateList(Array(list.elements[range]), typeName: list.typeName))
        }
        return .string(String(decoding: Array((value.text ?? "").utf8)[range], as: UTF8.self))
    }
}

extension TemplateValue {
    /// Whether it is Go's untyped nil.
    fileprivate var isNothing: Bool {
        if case .none = self { true } else { false }
    }
}
