extension ExpositionParser {
    /// What a list of labels belongs to.
    enum LabelList {
        case series
        case exemplar
    }

    /// Reads labels up to the closing brace; the opening one was read.
    ///
    /// The text format takes labels without a comma between them; OpenMetrics does not. A quoted string that is followed by a
    /// comma or the closing brace is the metric name.
    @_lifetime(self: copy self)
    mutating func readLabels(of list: LabelList) throws(ExpositionError) {
        var isFirst = true
        var token = nextLabelToken()
        while token != .braceClose {
            if format == .openMetrics, !isFirst {
                guard token == .comma else { throw unexpected("expected comma or brace close", token) }
                token = nextLabelToken()
                if token == .braceClose { return }
            }
            guard token == .labelName || token == .quotedString else { throw unexpected("expected label name", token) }
            let isQuoted = token == .quotedString
            let label = ExposedPart(
                range: isQuoted ? (tokenStart + 1)..<(position - 1) : tokenStart..<position,
                hasEscapes: isQuoted && hasEscapes
            )
            isFirst = false
            token = nextLabelToken()
            if isQuoted, token == .comma || token == .braceClose {
                guard list == .series else { throw unexpected("expected label name", token) }
                try setName(label)
                if token == .comma, format == .text { token = nextLabelToken() }
                continue
            }
            guard token == .equal else { throw unexpected("expected equal", token) }
            token = try readLabelValue(named: label, of: list)
        }
    }

    @_lifetime(self: copy self)
    private mutating func readLabelValue(named name: ExposedPart, of list: LabelList) throws(ExpositionError)
        -> ExpositionToken
    {
        skipBlanks()
        guard startToken() else { throw unexpected("expected label value", .endOfData) }
        let newlineAllowed = format == .text
        guard byte(position) == Self.quote,
            skipQuoted(newlineAllowed: newlineAllowed, nulAllowed: list == .series)
        else { throw unexpected("expected label value", .invalid) }
        let value = (tokenStart + 1)..<(position - 1)
        guard isUTF8(value) else { throw .invalidLabelValue(array(tokenStart..<position)) }
        switch list {
        case .series: labels.append(ExposedLabel(name: name, value: ExposedPart(range: value, hasEscapes: hasEscapes)))
        // Upstream does not undo the escapes in values of exemplars.
        case .exemplar: exemplarLabels.append(ExposedLabel(name: name, value: ExposedPart(range: value)))
        }
        let token = nextLabelToken()
        return format == .text && token == .comma ? nextLabelToken() : token
    }

    @_lifetime(self: copy self)
    private mutating func setName(_ part: ExposedPart) throws(ExpositionError) {
        guard !hasName else { throw .nameAlreadySet(line: array(entryStart..<position)) }
        hasName = true
        name = part
    }

    @_lifetime(self: copy self)
    private mutating func nextLabelToken() -> ExpositionToken {
        skipBlanks()
        guard startToken() else { return .endOfData }
        switch byte(position) {
        case 0x2C:
            position += 1
            return .comma
        case 0x3D:
            position += 1
            return .equal
        case 0x7D:
            position += 1
            return .braceClose
        case Self.quote: return skipQuoted(newlineAllowed: true) ? .quotedString : .invalid
        default: return skipName(colonAllowed: false) ? .labelName : .invalid
        }
    }
}
