extension RelabelRule {
    /// Checks that the rule has what its action needs and nothing that the action ignores.
    package func validate() throws(RelabelRuleError) {
        let defaults = RelabelRule()
        switch action {
        case .replace, .hashMod, .lowercase, .uppercase, .keepEqual, .dropEqual: try validateTargetLabel(defaults)
        case .labelMap:
            guard Self.isName(replacement, mayHaveGroups: true, nameValidation) else {
                throw .replacementInvalid(replacement, action)
            }
        case .labelDrop, .labelKeep:
            let isPlain =
                sourceLabels.isEmpty && targetLabel.isEmpty && modulus == 0 && separator == defaults.separator
                && replacement == defaults.replacement
            guard isPlain else { throw .onlyPattern(action) }
        case .keep, .drop: break
        }
    }

    private func validateTargetLabel(_ defaults: RelabelRule) throws(RelabelRuleError) {
        if action == .hashMod, modulus == 0 { throw .modulusMissing }
        if targetLabel.isEmpty { throw .targetLabelMissing(action) }
        guard Self.isName(targetLabel, mayHaveGroups: action == .replace, nameValidation) else {
            throw .targetLabelInvalid(targetLabel, action)
        }
        guard action != .replace, action != .hashMod else { return }
        if replacement != defaults.replacement { throw .replacementNotAllowed(action) }
        guard action == .keepEqual || action == .dropEqual else { return }
        guard pattern == nil, modulus == 0, separator == defaults.separator else { throw .onlySourceAndTarget(action) }
    }

    /// Whether `text` is a label name, or may become one when groups are put in.
    private static func isName(_ text: String, mayHaveGroups: Bool, _ validation: NameValidation) -> Bool {
        guard mayHaveGroups, text.utf8.contains(UInt8(ascii: "$")) else { return validation.acceptsLabelName(text) }
        return validation == .utf8 || isLegacyTemplate(Array(text.utf8))
    }

    /// Whether `text` consists of name characters and references `$x` and `${x}`, and does not begin with a digit.
    private static func isLegacyTemplate(_ text: [UInt8]) -> Bool {
        var offset = 0
        while offset < text.count {
            var hasBrace = false
            var mayBeDigit = offset > 0
            if text[offset] == UInt8(ascii: "$") {
                mayBeDigit = true
                offset += 1
                hasBrace = offset < text.count && text[offset] == UInt8(ascii: "{")
                if hasBrace { offset += 1 }
            }
            let start = offset
            while offset < text.count, isNameByte(text[offset], mayBeDigit: mayBeDigit || offset > start) {
                offset += 1
            }
            guard offset > start else { return false }
            if hasBrace {
                guard offset < text.count, text[offset] == UInt8(ascii: "}") else { return false }
                offset += 1
            }
        }
        return !text.isEmpty
    }

    private static func isNameByte(_ byte: UInt8, mayBeDigit: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): mayBeDigit
        default: false
        }
    }
}
