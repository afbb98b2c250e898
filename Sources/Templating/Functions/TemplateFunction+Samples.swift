internal import PrometheusModel

extension TemplateFunction {
    /// Upstream's functions on query results.
    static let samples: [String: TemplateFunction] = [
        "query": TemplateFunction([.string], .query),
        "first": TemplateFunction(
            [.samples],
            .plain { values, _ throws(TemplateFunctionError) in
                guard case .list(let list) = values[0], let first = list.elements.first else {
                    throw TemplateFunctionError("first() called on vector with no elements")
                }
                return first
            }
        ),
        "label": TemplateFunction(
            [.string, .sample],
            .plain { values, _ throws(TemplateFunctionError) in
                guard case .sample(let sample) = values[1] else { throw missingSample }
                return .string(sample.labels[values[0].text ?? ""] ?? "")
            }
        ),
        "value": TemplateFunction(
            [.sample],
            .plain { values, _ throws(TemplateFunctionError) in
                guard case .sample(let sample) = values[0] else { throw missingSample }
                return sample.value
            }
        ),
        "strvalue": TemplateFunction(
            [.sample],
            .plain { values, _ throws(TemplateFunctionError) in
                guard case .sample(let sample) = values[0] else { throw missingSample }
                return .string(sample.labels["__value__"] ?? "")
            }
        ),
        "sortByLabel": TemplateFunction(
            [.string, .samples],
            .plain { values, _ throws(TemplateFunctionError) in
                guard case .list(let list) = values[1] else { return values[1] }
                let name = values[0].text ?? ""
                let keyed = list.elements.enumerated().map { index, element -> (key: String, index: Int) in
                    guard case .sample(let sample) = element else { return ("", index) }
                    return (sample.labels[name] ?? "", index)
                }
                let sorted = keyed.sorted { first, second in
                    if first.key.utf8.elementsEqual(second.key.utf8) { return first.index < second.index }
                    return first.key.utf8.lexicographicallyPrecedes(second.key.utf8)
                }
                return .list(TemplateList(sorted.map { list.elements[$0.index] }, typeName: list.typeName))
            }
        ),
    ]

    private static let missingSample = TemplateFunctionError(
        "runtime error: invalid memory address or nil pointer dereference"
    )
}
