import LabelMatching
import PrometheusModel

extension Planner {
    /// Plans `label_replace` and `label_join`.
    mutating func labelCall(_ call: Call, _ context: Context) throws(PromQLError) -> any VectorNode {
        var texts: [StringLiteral] = []
        for argument in call.arguments.dropFirst() { texts.append(try literal(argument)) }
        let child = try vector(call.arguments[0], context)
        let change =
            call.function.name == "label_replace" ? try replacement(texts) : try joining(texts)
        return LabelNode(child: child, destination: texts[0].value, change: change)
    }

    private func replacement(_ texts: [StringLiteral]) throws(PromQLError) -> @Sendable (Labels) -> Labels? {
        let (destination, template, source, pattern) = (texts[0].value, texts[1].value, texts[2].value, texts[3].value)
        let compiled = texts[3].isUTF8 ? Self.compiled(pattern) : nil
        guard let compiled else { throw .execution("invalid regular expression in label_replace(): \(pattern)") }
        guard texts[0].isLabelName else {
            throw .execution("invalid destination label name in label_replace(): \(destination)")
        }
        // Relabelling knows how to write groups into a label; its target may refer to groups, but no name here does.
        var rule = RelabelRule()
        rule.sourceLabels = [source]
        rule.pattern = compiled
        rule.targetLabel = "target"
        rule.replacement = template
        let replace = rule
        return { labels in
            let value = labels[source] ?? ""
            guard compiled.matches(value) else { return nil }
            var builder = LabelsBuilder()
            builder.set(source, value)
            builder.remove(replace.targetLabel)
            if source == replace.targetLabel { builder.set(source, value) }
            _ = replace.apply(to: &builder)
            return labels.setting(destination, builder[replace.targetLabel])
        }
    }

    private static func compiled(_ pattern: String) -> RelabelPattern? {
        // What is wrong with it is not told: upstream's text only repeats the pattern.
        do throws(RegularExpressionError) { return try RelabelPattern(pattern) } catch { return nil }
    }

    private func joining(_ texts: [StringLiteral]) throws(PromQLError) -> @Sendable (Labels) -> Labels? {
        let (destination, separator, sources) = (texts[0].value, texts[1].value, texts.dropFirst(2).map(\.value))
        for name in texts.dropFirst(2) where !name.isLabelName {
            throw .execution("invalid source label name in label_join(): \(name.value)")
        }
        guard texts[0].isLabelName else {
            throw .execution("invalid destination label name in label_join(): \(destination)")
        }
        return { labels in
            labels.setting(destination, sources.map { labels[$0] ?? "" }.joined(separator: separator))
        }
    }
}
