internal import PrometheusBytes
internal import PrometheusModel

extension RelabelRule {
    func matches(_ value: String) -> Bool { pattern?.matches(value) ?? true }

    /// The values of the source labels, joined.
    func joinedValue(_ labels: LabelsBuilder) -> String {
        guard sourceLabels.count != 1 else { return labels[sourceLabels[0]] }
        return sourceLabels.map { labels[$0] }.joined(separator: separator)
    }

    /// Applies an action that changes labels.
    func edit(_ labels: inout LabelsBuilder) -> Bool {
        let value = joinedValue(labels)
        switch action {
        case .lowercase: labels.set(targetLabel, value.mappedLower)
        case .uppercase: labels.set(targetLabel, value.mappedUpper)
        case .hashMod: labels.set(targetLabel, String(MD5.lowBytes(of: value) % max(modulus, 1)))
        case .replace: replace(value, &labels)
        case .labelMap: mapNames(&labels)
        case .labelDrop: labels.removeAll { matches($0.name) }
        case .labelKeep: labels.removeAll { !matches($0.name) }
        case .keep, .drop, .keepEqual, .dropEqual: return true
        }
        return true
    }

    private func replace(_ value: String, _ labels: inout LabelsBuilder) {
        guard let pattern else {
            return labels.set(expandDefault(targetLabel, value), expandDefault(replacement, value), if: nameValidation)
        }
        guard pattern.matches(value) else { return }
        guard targetLabel.utf8.contains(UInt8(ascii: "$")) || replacement.utf8.contains(UInt8(ascii: "$")) else {
            return labels.set(targetLabel, replacement, if: nameValidation)
        }
        guard let groups = value.withRawSpan({ pattern.expression.firstMatch(in: $0, whole: true) }) else { return }
        let expansion = GroupExpansion(pattern: pattern, groups: groups, text: value)
        labels.set(expansion.expand(targetLabel), expansion.expand(replacement), if: nameValidation)
    }

    /// Expands for the default pattern, `(.*)`, without running it.
    private func expandDefault(_ template: String, _ value: String) -> String {
        switch template {
        case "$1", "${1}", "$0", "${0}": value
        case _ where !template.utf8.contains(UInt8(ascii: "$")): template
        default: GroupExpansion.ofWhole(value).expand(template)
        }
    }

    private func mapNames(_ labels: inout LabelsBuilder) {
        for label in labels.current where matches(label.name) {
            guard let pattern else {
                labels.set(expandDefault(replacement, label.name), label.value)
                continue
            }
            guard let groups = label.name.withRawSpan({ pattern.expression.firstMatch(in: $0, whole: true) }) else {
                continue
            }
            let expansion = GroupExpansion(pattern: pattern, groups: groups, text: label.name)
            labels.set(expansion.expand(replacement), label.value)
        }
    }
}

extension LabelsBuilder {
    fileprivate mutating func set(_ name: String, _ value: String, if validation: NameValidation) {
        guard validation.acceptsLabelName(name) else { return }
        set(name, value)
    }
}

extension String {
    /// The text in lower case, character by character as Go has it: no character becomes two.
    fileprivate var mappedLower: String {
        mapped { $0 == "\u{130}" ? "i" : $0.properties.lowercaseMapping }
    }

    /// The text in upper case, character by character as Go has it: no character becomes two.
    fileprivate var mappedUpper: String { mapped { $0.properties.uppercaseMapping } }

    private func mapped(_ mapping: (Unicode.Scalar) -> String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            let mapped = mapping(scalar).unicodeScalars
            result.append(mapped.count == 1 ? mapped.first ?? scalar : scalar)
        }
        return String(result)
    }
}
