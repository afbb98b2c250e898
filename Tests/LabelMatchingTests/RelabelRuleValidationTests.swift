import LabelMatching
import Testing

@Suite struct RelabelRuleValidationTests {
    private func message(_ change: (inout RelabelRule) throws -> Void) throws -> String {
        var rule = RelabelRule()
        try change(&rule)
        do {
            try rule.validate()
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        RelabelAction.replace, .hashMod, .lowercase, .uppercase, .keepEqual, .dropEqual,
    ])
    func `writing and comparing need a target`(action: RelabelAction) throws {
        let text = try message {
            $0.action = action
            $0.modulus = 1
        }
        #expect(text == "relabel configuration for \(action.rawValue) action requires 'target_label' value")
    }

    @Test func `hashmod needs a modulus`() throws {
        let text = try message {
            $0.action = .hashMod
            $0.targetLabel = "a"
        }
        #expect(text == "relabel configuration for hashmod requires non-zero modulus")
    }

    @Test(arguments: [
        ("a", NameValidation.legacy, true), ("a-b", .legacy, false), ("a-b", .utf8, true), ("${1}_x", .legacy, true),
        ("$x-y", .legacy, false), ("$x-y", .utf8, true), ("0a", .legacy, false), ("a$", .legacy, false),
        ("${a", .legacy, false), ("$1$2", .legacy, true),
    ])
    func `the target's name follows the scheme`(label: String, scheme: NameValidation, isValid: Bool) throws {
        let text = try message {
            $0.targetLabel = label
            $0.nameValidation = scheme
        }
        #expect(text == (isValid ? "" : "\"\(label)\" is invalid 'target_label' for replace action"))
    }

    @Test(arguments: [RelabelAction.lowercase, .uppercase, .keepEqual, .dropEqual])
    func `a replacement has no use there`(action: RelabelAction) throws {
        let text = try message {
            $0.action = action
            $0.targetLabel = "a"
            $0.replacement = "x"
        }
        #expect(text == "'replacement' can not be set for \(action.rawValue) action")
    }

    @Test func `labelmap needs a replacement that can be a name`() throws {
        let text = try message {
            $0.action = .labelMap
            $0.replacement = "a-b"
            $0.nameValidation = .legacy
        }
        #expect(text == "\"a-b\" is invalid 'replacement' for labelmap action")
    }

    @Test func `keepequal takes no pattern, not even the default one`() throws {
        let text = try message {
            $0.action = .keepEqual
            $0.targetLabel = "a"
            $0.pattern = try RelabelPattern("(.*)")
        }
        #expect(text == "keepequal action requires only 'source_labels' and `target_label`, and no other fields")
    }

    @Test(arguments: [RelabelAction.labelDrop, .labelKeep])
    func `dropping and keeping labels takes the pattern only`(action: RelabelAction) throws {
        let text = try message {
            $0.action = action
            $0.sourceLabels = ["a"]
        }
        #expect(text == "\(action.rawValue) action requires only 'regex', and no other fields")
    }
}
