extension HTMLScanner {
    /// What stands for a value that would be dangerous.
    static let refused = "ZgotmplZ"

    /// A value as it may stand here; `printed` is its text.
    mutating func escaped(_ value: TemplateValue, _ printed: String) -> String {
        var isHTML = false
        if case .html = value { isHTML = true }
        switch place {
        case .text: return isHTML ? printed : HTMLEscaping.text(printed)
        case .plainElement: return isHTML ? HTMLEscaping.normalized(printed) : HTMLEscaping.text(printed)
        case .comment: return ""
        case .script:
            guard isInScript else { return HTMLEscaping.text(printed) }
            return inScript(value, printed)
        case .style: return inStyle(printed)
        case .tagName, .tag, .attributeName, .afterAttributeName:
            return HTMLEscaping.isHarmlessName(printed) ? printed : Self.refused
        case .beforeValue:
            startValue()
            return inValue(value, printed, isHTML)
        case .value: return inValue(value, printed, isHTML)
        }
    }

    private mutating func inValue(_ value: TemplateValue, _ printed: String, _ isHTML: Bool) -> String {
        let inner: String
        switch meaning {
        case .plain: inner = isHTML ? HTMLEscaping.withoutTags(printed) : printed
        case .url: inner = inURL(printed)
        case .script: inner = inScript(value, printed)
        case .style: inner = inStyle(printed)
        }
        let keepsEntities = meaning == .plain && isHTML
        if delimiter == .space {
            return inner.isEmpty ? Self.refused : HTMLEscaping.unquoted(inner, keepsEntities: keepsEntities)
        }
        return keepsEntities ? HTMLEscaping.normalized(inner) : HTMLEscaping.text(inner)
    }

    private mutating func inURL(_ printed: String) -> String {
        defer { if url == .start { url = .beforeQuery } }
        switch url {
        case .queryOrFragment: return TextEscaping.percent(printed, keeping: "-._~")
        case .start where !HTMLEscaping.isHarmlessURL(printed): return "#" + Self.refused
        case .start, .beforeQuery: return HTMLEscaping.normalizedURL(printed)
        }
    }

    private mutating func inScript(_ value: TemplateValue, _ printed: String) -> String {
        script.settle()
        defer { script.passValue() }
        switch script.place {
        case .code: return ScriptEscaping.value(value)
        case .doubleQuoted, .singleQuoted, .backquoted: return ScriptEscaping.string(printed)
        case .expression, .expressionClass: return ScriptEscaping.expression(printed)
        case .lineComment, .blockComment: return ""
        }
    }

    private func inStyle(_ printed: String) -> String {
        switch style.place {
        case .code: return StyleEscaping.value(printed)
        case .doubleQuoted, .singleQuoted: return StyleEscaping.string(printed)
        case .url:
            guard style.url != .start || HTMLEscaping.isHarmlessURL(printed) else { return "#" + Self.refused }
            return style.url == .queryOrFragment
                ? TextEscaping.percent(printed, keeping: "-._~") : HTMLEscaping.normalizedURL(printed)
        case .comment: return ""
        }
    }
}
