internal import StrictYAML

/// A file of unit tests for rules.
struct UnitTestFile: Sendable {
    var rulePatterns: [String] = []
    var evaluationIntervalMilliseconds: Int64 = 60_000
    /// The names of groups in the order of their evaluation.
    var groupOrder: [String] = []
    /// Whether neighbouring numbers count as equal.
    var comparesFuzzily = false
    var groups: [UnitTestGroup] = []

    /// Decodes a file, with upstream's texts.
    init(_ text: String) throws(YAMLError) {
        self = try YAMLDocument.decode(text) { root, problems in
            var file = UnitTestFile()
            guard let root, let fields = YAMLFields(root, type: "main.unitTestFile", path: "", problems: problems)
            else { return file }
            defer { fields.finish() }
            file.rulePatterns = fields.strings("rule_files") ?? []
            let interval = fields.duration("evaluation_interval") ?? 0
            if interval > 0 { file.evaluationIntervalMilliseconds = interval }
            file.groupOrder = fields.strings("group_eval_order") ?? []
            file.comparesFuzzily = fields.bool("fuzzy_compare") ?? false
            let nodes = fields.elements("tests", type: "[]main.testGroup") ?? []
            file.groups = nodes.enumerated().compactMap { i, node in
                YAMLFields(node, type: "main.testGroup", path: fields.path("tests", i), problems: problems)
                    .map { UnitTestGroup($0, number: i) }
            }
            for i in file.groups.indices where file.groups[i].intervalMilliseconds == 0 {
                file.groups[i].intervalMilliseconds = file.evaluationIntervalMilliseconds
            }
            return file
        }
    }

    private init() {}
}
