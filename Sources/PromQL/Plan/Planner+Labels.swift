import LabelMatching
import PrometheusModel

extension Planner {
    /// Plans `label_replace` and `label_join`.
    mutating func labelCall(_ call: Call, _ context: Context) throws(PromQLError) -> any VectorNode {
        var texts: [String] = []
        for argument in call.arguments.dropFirst() { texts.append(try text(argument)) }
        let child = try vector(call.arguments[0], context)
        let change =
            call.function.name == "label_replace" ? try replacement(texts) : try joining(texts)
        return LabelNode(child: child, destination: texts[0], change: change)
    }

    private func replacement(_ texts: [String]) throws(PromQLError) -> @Sendable (Labels) -> Labels? {
        let (destination, template, source, pattern) = (texts[0], texts[1], texts[2], texts[3])
        let compiled: RelabelPattern
        do throws(RegularExpressionError) {
            compiled = try RelabelPattern(pattern)
        } catch {
            throw .execution("invalid regular expression in label_replace(): \(pattern)")
        }
        guard !destination.isEmpty else {
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

    private func joining(_ texts: [String]) throws(PromQLError) -> @Sendable (Labels) -> Labels? {
        let (destination, separator, sources) = (texts[0], texts[1], Array(texts.dropFirst(2)))
        for name in sources where name.isEmpty {
            throw .execution("invalid source label name in label_join(): \(name)")
        }
        guard !destination.isEmpty else {
            throw .execution("invalid destination label name in label_join(): \(destination)")
        }
        return { labels in
            labels.setting(destination, sources.map { labels[$0] ?? "" }.joined(separator: separator))
        }
    }
}
