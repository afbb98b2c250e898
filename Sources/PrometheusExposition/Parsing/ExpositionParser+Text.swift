internal import PrometheusModel

extension ExpositionParser {
    /// Moves to the next entry of the text format.
    @_lifetime(self: copy self)
    mutating func nextText() throws(ExpositionError) -> ExpositionEntry {
        while true {
            entryStart = position
            if readPlainSample() { return .sample }
            skipBlanks()
            guard startToken() else { return .end }
            switch byte(position) {
            case Self.newline: position += 1
            case 0x23: if let entry = try readTextComment() { return entry }
            // Upstream's lexer takes a NUL here for the end of its input.
            case 0: return .end
            default:
                try readTextSample()
                return .sample
            }
        }
    }

    /// Reads a line that starts with `#`; `nil` for one without a meaning.
    @_lifetime(self: copy self)
    private mutating func readTextComment() throws(ExpositionError) -> ExpositionEntry? {
        position += 1
        let hasBlank = byte(position) == Self.space || byte(position) == Self.tab
        skipBlanks()
        let isHelp = hasBlank && skipKeyword("HELP")
        guard isHelp || (hasBlank && skipKeyword("TYPE")) else {
            skipToNewline()
            return nil
        }
        skipBlanks()
        tokenStart = position
        guard let part = skipMetadataName() else {
            throw unexpected("expected metric name after \(isHelp ? "HELP" : "TYPE")", .invalid)
        }
        metadataNamePart = part
        let start = position
        skipToNewline()
        metadataTextRange = min(start + 1, position)..<position
        position += 1
        if isHelp {
            guard isUTF8(metadataTextRange) else { throw .invalidHelp(array(metadataTextRange)) }
            return .help
        }
        currentType = try textType()
        return .type(currentType)
    }

    private func textType() throws(ExpositionError) -> MetricType {
        let text = array(metadataTextRange)
        switch String(decoding: text, as: UTF8.self) {
        case "counter": return .counter
        case "gauge": return .gauge
        case "histogram": return .histogram
        case "summary": return .summary
        case "untyped": return .unknown
        default: throw .invalidType(text)
        }
    }

    /// Skips the keyword and the blank behind it, or nothing.
    @_lifetime(self: copy self)
    private mutating func skipKeyword(_ keyword: StaticString) -> Bool {
        let start = position
        guard skipLiteral(keyword), byte(position) == Self.space || byte(position) == Self.tab else {
            position = start
            return false
        }
        return true
    }

    @_lifetime(self: copy self)
    private mutating func skipToNewline() {
        while byte(position) != Self.newline { position += 1 }
    }

    @_lifetime(self: copy self)
    private mutating func readTextSample() throws(ExpositionError) {
        let start = position
        beginSample()
        if byte(position) != 0x7B {
            guard skipName(colonAllowed: true) else { throw unexpected("expected a valid start token", .invalid) }
            name = ExposedPart(range: start..<position)
            hasName = true
            series = start..<position
            skipBlanks()
        }
        if byte(position) == 0x7B {
            tokenStart = position
            position += 1
            try readLabels(of: .series)
            series = start..<position
        }
        skipBlanks()
        tokenStart = position
        guard skipTextValue() else {
            let isBrace = byte(position) == 0x7B
            if isBrace { position += 1 }
            throw unexpected("expected value after metric", isBrace ? .braceOpen : .invalid)
        }
        guard hasName else { throw .nameNotSet(line: array(entryStart..<position)) }
        value = try float(tokenStart..<position)
        try readTextTimestamp()
    }

    /// Skips up to a blank, a newline or an opening brace; `false` if there is nothing before it.
    @_lifetime(self: copy self)
    private mutating func skipTextValue() -> Bool {
        while true {
            switch byte(position) {
            case Self.space, Self.tab, Self.newline, 0x7B, 0: return position > tokenStart
            default: position += 1
            }
        }
    }

    @_lifetime(self: copy self)
    private mutating func readTextTimestamp() throws(ExpositionError) {
        skipBlanks()
        tokenStart = position
        if Self.isDigit(byte(position)) {
            while Self.isDigit(byte(position)) { position += 1 }
            timestamp = try integer(tokenStart..<position)
            hasTimestamp = true
            skipBlanks()
            tokenStart = position
        }
        guard byte(position) == Self.newline else {
            let expected = hasTimestamp ? "expected next entry after timestamp" : "expected timestamp or new record"
            throw unexpected(expected, .invalid)
        }
        position += 1
    }

    /// Forgets the sample before.
    @_lifetime(self: copy self)
    mutating func beginSample() {
        labels.removeAll(keepingCapacity: true)
        hasName = false
        hasBareNames = false
        name = ExposedPart()
        hasTimestamp = false
        hasExemplar = false
    }

    /// Skips `literal`; on failure the position is the first byte that differs.
    @_lifetime(self: copy self)
    mutating func skipLiteral(_ literal: StaticString) -> Bool {
        literal.withUTF8Buffer { text in
            for index in 0..<text.count {
                // Safe: `index` lies inside the buffer.
                guard unsafe byte(position) == Int32(text[index]) else { return false }
                position += 1
            }
            return true
        }
    }
}
