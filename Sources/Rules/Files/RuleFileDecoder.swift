internal import LabelMatching
internal import PromQL
internal import PrometheusModel
internal import StrictYAML
internal import Templating

/// Decodes and validates one rule file, with upstream's texts.
struct RuleFileDecoder {
    let file: String
    let settings: RuleSettings
    private var messages: [String] = []

    init(file: String, settings: RuleSettings) {
        self.file = file
        self.settings = settings
    }

    /// The groups of the file.
    mutating func decode(_ text: String) throws(RuleFileError) -> [RuleGroupDefinition] {
        let groups: [RuleGroupDefinition]
        do throws(YAMLError) {
            groups = try YAMLDocument.decode(text) { root, problems in
                guard let root, let fields = YAMLFields(root, type: "rulefmt.RuleGroups", path: "", problems: problems)
                else { return [] }
                defer { finish(fields) }
                let nodes = fields.elements("groups", type: "[]rulefmt.RuleGroup") ?? []
                return nodes.enumerated().compactMap { i, node in
                    decodeGroup(node, fields.path("groups", i), problems)
                }
            }
        } catch {
            throw RuleFileError(["\(file): \(error)"])
        }
        checkNames(groups)
        guard messages.isEmpty else { throw RuleFileError(messages) }
        return groups
    }

    /// Reports the fields that nobody asked for.
    private func finish(_ fields: YAMLFields) {
        if !settings.ignoresUnknownFields { fields.finish() }
    }

    private mutating func checkNames(_ groups: [RuleGroupDefinition]) {
        var seen: Set<String> = []
        for group in groups {
            if group.name.isEmpty { messages.append("\(file): 0:0: Groupname must not be empty") }
            if !seen.insert(group.name).inserted {
                messages.append("\(file): 0:0: groupname: \(group.name.quoted) is repeated in the same file")
            }
        }
    }

    private mutating func decodeGroup(
        _ node: YAMLNode,
        _ path: String,
        _ problems: YAMLProblems
    ) -> RuleGroupDefinition? {
        guard let fields = YAMLFields(node, type: "rulefmt.RuleGroup", path: path, problems: problems) else {
            return nil
        }
        defer { finish(fields) }
        let name = fields.string("name") ?? ""
        let interval = fields.duration("interval") ?? 0
        let offset = fields.duration("query_offset")
        let limit = fields.integer("limit") ?? 0
        let labels = labels(fields, "labels")
        for problem in labelProblems(labels) { messages.append("\(file): \(problem)") }
        var rules: [RuleDefinition] = []
        for (i, node) in (fields.elements("rules", type: "[]rulefmt.Rule") ?? []).enumerated() {
            let place = RulePlace(group: name, number: i + 1, path: fields.path("rules", i))
            if let rule = decodeRule(node, place, labels, problems) { rules.append(rule) }
        }
        return RuleGroupDefinition(
            name: name,
            file: file,
            intervalMilliseconds: interval > 0 ? interval : settings.intervalMilliseconds,
            queryOffsetMilliseconds: fields.has("query_offset") ? offset : nil,
            limit: Int(limit),
            rules: rules
        )
    }

    /// Where a rule stands in its file.
    private struct RulePlace {
        let group: String
        let number: Int
        let path: String
    }

    private mutating func decodeRule(
        _ node: YAMLNode,
        _ place: RulePlace,
        _ groupLabels: [Label],
        _ problems: YAMLProblems
    ) -> RuleDefinition? {
        guard let fields = YAMLFields(node, type: "rulefmt.Rule", path: place.path, problems: problems) else {
            return nil
        }
        defer { finish(fields) }
        let record = fields.string("record") ?? ""
        let alert = fields.string("alert") ?? ""
        let query = fields.string("expr") ?? ""
        let hold = fields.duration("for") ?? 0
        let keepFiringFor = fields.duration("keep_firing_for") ?? 0
        let ownLabels = labels(fields, "labels")
        let annotations = labels(fields, "annotations")
        guard fields.isSound else { return nil }
        let name = alert.isEmpty ? record : alert
        let prefix = "group \(place.group.quoted), rule \(place.number), \(name.quoted): "
        func at(_ key: String) -> String { fields.value(key).map { "\($0.line):\($0.column)" } ?? "0:0" }
        func add(_ text: String, at position: String) { messages.append("\(file): \(position)\(prefix)\(text)") }

        if !record.isEmpty, !alert.isEmpty {
            add("only one of 'record' and 'alert' must be set", at: "\(at("record")): \(at("alert")): ")
        } else if name.isEmpty {
            add("one of 'record' or 'alert' must be set", at: "\(at("record")): \(at("alert")): ")
        }
        let expression = parse(query) { add($0, at: "\(at("expr")): ") }
        if !record.isEmpty {
            checkRecording(record, hold, keepFiringFor, annotations) { add($0, at: "\(at($1)): ") }
        }
        for problem in labelProblems(ownLabels) { add(problem, at: "") }
        for annotation in annotations where !settings.nameValidation.acceptsLabelName(annotation.name) {
            add("invalid annotation name: \(annotation.name)", at: "")
        }
        if !alert.isEmpty { checkTemplates(alert, ownLabels, annotations) { add($0, at: "") } }
        guard let expression else { return nil }
        let inherited = groupLabels.filter { label in !ownLabels.contains { $0.name == label.name } }
        return RuleDefinition(
            kind: alert.isEmpty ? .recording : .alerting,
            name: name,
            expression: expression,
            holdMilliseconds: hold,
            keepFiringForMilliseconds: keepFiringFor,
            labels: (inherited + ownLabels).sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) },
            annotations: annotations
        )
    }

    private func parse(_ query: String, _ report: (String) -> Void) -> Expression? {
        if query.isEmpty {
            report("field 'expr' must be set in rule")
            return nil
        }
        do throws(ParseError) {
            return try Expression.parse(query, options: settings.parser)
        } catch {
            report("could not parse expression: \(error)")
            return nil
        }
    }

    private func checkRecording(
        _ name: String,
        _ hold: Int64,
        _ keepFiringFor: Int64,
        _ annotations: [Label],
        _ report: (_ text: String, _ key: String) -> Void
    ) {
        if !annotations.isEmpty { report("invalid field 'annotations' in recording rule", "record") }
        if hold != 0 { report("invalid field 'for' in recording rule", "record") }
        if keepFiringFor != 0 { report("invalid field 'keep_firing_for' in recording rule", "record") }
        if !settings.nameValidation.acceptsMetricName(name) { report("invalid recording rule name: \(name)", "record") }
        if name.contains("{") || name.contains("}") {
            report("braces present in the recording rule name; should it be in expr?: \(name)", "record")
        }
    }

    private func checkTemplates(
        _ alert: String,
        _ labels: [Label],
        _ annotations: [Label],
        _ report: (String) -> Void
    ) {
        for (kind, texts) in [("label", labels), ("annotation", annotations)] {
            for text in texts {
                do throws(TemplateError) {
                    _ = try Template(alert: alert, text.value)
                } catch {
                    report("\(kind) \(text.name.quoted): \(error)")
                }
            }
        }
    }

    private func labels(_ fields: YAMLFields, _ key: String) -> [Label] {
        (fields.stringMap(key, type: "map[string]string") ?? []).map { Label($0.key, $0.value) }
    }

    private func labelProblems(_ labels: [Label]) -> [String] {
        labels.filter { !settings.nameValidation.acceptsLabelName($0.name) || $0.name == Label.metricName }
            .map { "invalid label name: \($0.name)" }
    }
}
