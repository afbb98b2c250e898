internal import PrometheusModel

extension ExpositionParser {
    /// Moves to the next entry of OpenMetrics.
    @_lifetime(self: copy self)
    mutating func nextOpenMetrics() throws(ExpositionError) -> ExpositionEntry {
        entryStart = position
        if readPlainSample() { return .sample }
        guard startToken() else { throw .endMissing }
        if byte(position) == 0x23 { return try readMetadataLine() }
        try readOpenMetricsSample()
        return .sample
    }

    @_lifetime(self: copy self)
    private mutating func readMetadataLine() throws(ExpositionError) -> ExpositionEntry {
        position += 1
        let keyword = try readKeyword()
        guard keyword != "EOF" else {
            if byte(position) == Self.newline { position += 1 }
            guard position == bytes.byteCount else { throw .dataAfterEnd }
            return .end
        }
        tokenStart = position
        guard let part = skipMetadataName() else {
            throw unexpected("expected metric name after \(keyword)", .invalid)
        }
        metadataNamePart = part
        guard byte(position) == Self.space else { throw .textExpected(after: keyword) }
        let start = position + 1
        while byte(position) != Self.newline {
            guard byte(position) >= 0 else { throw .textExpected(after: keyword) }
            position += 1
        }
        metadataTextRange = start..<position
        position += 1
        return try metadataEntry(keyword)
    }

    /// Reads ` HELP `, ` TYPE `, ` UNIT ` or ` EOF`, and nothing else.
    @_lifetime(self: copy self)
    private mutating func readKeyword() throws(ExpositionError) -> String {
        if skipLiteral(" ") {
            switch byte(position) {
            case 0x45: if skipLiteral("EOF") { return "EOF" }
            case 0x48: if skipLiteral("HELP ") { return "HELP" }
            case 0x54: if skipLiteral("TYPE ") { return "TYPE" }
            case 0x55: if skipLiteral("UNIT ") { return "UNIT" }
            default: break
            }
        }
        throw unexpected("expected a valid start token", .invalid)
    }

    @_lifetime(self: copy self)
    private mutating func metadataEntry(_ keyword: String) throws(ExpositionError) -> ExpositionEntry {
        let text = array(metadataTextRange)
        switch keyword {
        case "TYPE":
            guard let type = MetricType(rawValue: String(decoding: text, as: UTF8.self)) else {
                throw .invalidType(text)
            }
            currentType = type
            return .type(type)
        case "UNIT":
            let metric = array(metadataNamePart.range)
            guard text.isEmpty || metric.reversed().starts(with: text.reversed() + [UInt8(ascii: "_")]) else {
                throw .unitIsNoSuffix(unit: text, metric: metric)
            }
            return .unit
        default:
            guard isUTF8(metadataTextRange) else { throw .invalidHelp(text) }
            return .help
        }
    }

    @_lifetime(self: copy self)
    private mutating func readOpenMetricsSample() throws(ExpositionError) {
        let start = position
        beginSample()
        if byte(position) != 0x7B {
            guard skipName(colonAllowed: true) else { throw unexpected("expected a valid start token", .invalid) }
            name = ExposedPart(range: start..<position)
            hasName = true
        }
        if byte(position) == 0x7B {
            tokenStart = position
            position += 1
            try readLabels(of: .series)
        }
        series = start..<position
        let token = nextNumberToken()
        guard token == .value else { throw unexpected("expected value after metric", token) }
        guard hasName else { throw .nameNotSet(line: array(entryStart..<position)) }
        value = try float((tokenStart + 1)..<position)
        try readAfterValue()
    }

    @_lifetime(self: copy self)
    private mutating func readAfterValue() throws(ExpositionError) {
        var token = nextToken(exemplarAllowed: true)
        if token == .timestamp {
            timestamp = try milliseconds(float((tokenStart + 1)..<position), isExemplar: false)
            hasTimestamp = true
            token = nextToken(exemplarAllowed: true)
        }
        switch token {
        case .linebreak: return
        case .comment: try readExemplar()
        case .endOfData where !hasTimestamp: throw .endMissing
        case _ where hasTimestamp: throw unexpected("expected next entry after timestamp", token)
        default:
            // Upstream takes the sample as complete and stumbles over the rest of the line.
            entryStart = position
            tokenStart = position
            throw unexpected("expected a valid start token", nextToken(exemplarAllowed: true))
        }
    }

    /// Reads an exemplar, whose opening brace was read.
    @_lifetime(self: copy self)
    private mutating func readExemplar() throws(ExpositionError) {
        hasExemplar = true
        exemplarLabels.removeAll(keepingCapacity: true)
        exemplarTimestamp = nil
        try readLabels(of: .exemplar)
        let token = nextNumberToken()
        guard token == .value else { throw unexpected("expected value after exemplar labels", token) }
        exemplarValue = try float((tokenStart + 1)..<position)
        var last = nextToken(exemplarAllowed: false)
        if last == .timestamp {
            exemplarTimestamp = try milliseconds(float((tokenStart + 1)..<position), isExemplar: true)
            last = nextToken(exemplarAllowed: false)
            guard last == .linebreak else { throw unexpected("expected next entry after exemplar timestamp", last) }
        }
        switch last {
        case .linebreak: return
        case .endOfData: throw .endMissing
        default: throw unexpected("expected timestamp or comment", last)
        }
    }

    /// A blank and what follows up to the next blank or newline.
    @_lifetime(self: copy self)
    private mutating func nextNumberToken() -> ExpositionToken {
        guard startToken() else { return .endOfData }
        guard byte(position) == Self.space else { return .invalid }
        position += 1
        let start = position
        while position < limit, byte(position) != Self.space, byte(position) != Self.newline { position += 1 }
        return position > start ? .value : .invalid
    }

    /// What may follow a number: a newline, another number, or the start of an exemplar.
    @_lifetime(self: copy self)
    private mutating func nextToken(exemplarAllowed: Bool) -> ExpositionToken {
        guard startToken() else { return .endOfData }
        if byte(position) == Self.newline {
            position += 1
            return .linebreak
        }
        if exemplarAllowed, byte(position + 1) == 0x23, byte(position) == Self.space, byte(position + 2) == Self.space {
            position += 3
            guard byte(position) == 0x7B else { return .invalid }
            position += 1
            return .comment
        }
        return nextNumberToken() == .value ? .timestamp : .invalid
    }
}
