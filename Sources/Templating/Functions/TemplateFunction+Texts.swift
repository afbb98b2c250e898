internal import LabelMatching
internal import PrometheusBytes
internal import PrometheusModel

extension TemplateFunction {
    /// Upstream's functions on texts.
    static let texts: [String: TemplateFunction] = [
        "title": text(titled), "toUpper": text { mapped($0, \.uppercaseMapping) },
        "toLower": text { mapped($0, \.lowercaseMapping) },
        "graphLink": text { "/graph?g0.expr=\(TextEscaping.query($0))&g0.tab=0" },
        "tableLink": text { "/graph?g0.expr=\(TextEscaping.query($0))&g0.tab=1" },
        "stripPort": text { HostText.withoutPort($0) }, "stripDomain": text { HostText.withoutDomain($0) },
        "urlQueryEscape": text(TextEscaping.query),
        "safeHtml": TemplateFunction(
            [.string],
            .plain { values, _ throws(TemplateFunctionError) in .html(values[0].text ?? "") }
        ),
        "externalURL": TemplateFunction(
            [],
            .plain { _, environment throws(TemplateFunctionError) in .string(environment.externalURL) }
        ),
        "pathPrefix": TemplateFunction(
            [],
            .plain { _, environment throws(TemplateFunctionError) in .string(HostText.path(environment.externalURL)) }
        ),
        "match": TemplateFunction(
            [.string, .string],
            .plain { values, _ throws(TemplateFunctionError) in
                let expression = try compiled(values[0].text ?? "") { "\($0)" }
                return .bool((values[1].text ?? "").withRawSpan { expression.firstMatch(in: $0) } != nil)
            }
        ),
        "reReplaceAll": TemplateFunction(
            [.string, .string, .string],
            .plain { values, environment throws(TemplateFunctionError) in
                let pattern = values[0].text ?? ""
                let expression = try compiled(pattern) { error in
                    let shown = GoQuoting.canBackquote(pattern) ? "`\(pattern)`" : GoQuoting.quoted(pattern)
                    return "regexp: Compile(\(shown)): \(error)"
                }
                let limit = environment.limits.outputBytes
                let replacement = RegularExpressionReplacement(values[1].text ?? "", expression)
                guard let text = replacement.replacingAll(in: values[2].text ?? "", limit: limit) else {
                    throw TemplateFunctionError("result exceeds the limit of \(limit) bytes")
                }
                return .string(text)
            }
        ),
        "args": TemplateFunction(
            [],
            rest: .any,
            .plain { values, _ throws(TemplateFunctionError) in
                .map(TemplateMap(values.enumerated().map { ("arg\($0.offset)", $0.element) }))
            }
        ),
        "tmpl": TemplateFunction([.string, .any], .template),
    ]

    private static func text(_ body: @escaping @Sendable (String) -> String) -> TemplateFunction {
        TemplateFunction(
            [.string],
            .plain { values, _ throws(TemplateFunctionError) in .string(body(values[0].text ?? "")) }
        )
    }

    private static func compiled(
        _ pattern: String,
        _ message: (RegularExpressionError) -> String
    ) throws(TemplateFunctionError) -> RegularExpression {
        do throws(RegularExpressionError) {
            return try RegularExpression(pattern)
        } catch {
            throw TemplateFunctionError(message(error))
        }
    }

    /// The first letter of every word in title case, the rest as it is.
    ///
    /// A single point, colon or apostrophe inside a word does not end it.
    private static func titled(_ text: String) -> String {
        var result = ""
        var hasTitle = false
        var isInWord = false
        for scalar in text.unicodeScalars {
            let properties = scalar.properties
            if isWordPart(scalar) {
                if !hasTitle, properties.isCased {
                    result += properties.titlecaseMapping
                    hasTitle = true
                } else {
                    result.unicodeScalars.append(scalar)
                }
                isInWord = true
                continue
            }
            result.unicodeScalars.append(scalar)
            let joins = isInWord && ".:'’·".unicodeScalars.contains(scalar)
            if !joins { hasTitle = false }
            isInWord = false
        }
        return result
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return TemplateLexer.isAlphanumeric(scalar) }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .connectorPunctuation, .format:
            return true
        default: return false
        }
    }

    private static func mapped(_ text: String, _ mapping: KeyPath<Unicode.Scalar.Properties, String>) -> String {
        var result = ""
        for scalar in text.unicodeScalars { result += single(scalar, mapping) }
        return result
    }

    /// The character in another case, unless that takes several characters.
    private static func single(
        _ scalar: Unicode.Scalar,
        _ mapping: KeyPath<Unicode.Scalar.Properties, String>
    ) -> String {
        let other = scalar.properties[keyPath: mapping]
        return other.unicodeScalars.count == 1 ? other : String(scalar)
    }
}
