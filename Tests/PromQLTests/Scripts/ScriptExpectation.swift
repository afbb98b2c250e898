/// What a script says of errors, warnings or infos: that there is one, and what its text is.
struct ScriptExpectation {
    enum Text {
        case any
        case message(String)
        case pattern(String)
    }

    let text: Text

    /// Reads what stands behind `expect warn` and the like.
    init(_ rest: Substring) throws {
        let trimmed = rest.drop { $0 == " " || $0 == "\t" }
        if trimmed.isEmpty {
            text = .any
        } else if trimmed.hasPrefix("msg:") {
            text = .message(String(trimmed.dropFirst(4).drop { $0 == " " }))
        } else if trimmed.hasPrefix("regex:") {
            text = .pattern(String(trimmed.dropFirst(6).drop { $0 == " " }))
        } else {
            throw SeriesNotation.Failure(text: "neither msg: nor regex:")
        }
    }

    init(_ text: Text) { self.text = text }

    func accepts(_ actual: String) throws -> Bool {
        switch text {
        case .any: true
        case .message(let message): actual == message
        case .pattern(let pattern): try actual.firstMatch(of: Regex(pattern)) != nil
        }
    }

    /// What is wrong with texts of which there must be one for each expectation and none besides; `nil` if nothing is.
    static func problem(_ expected: [ScriptExpectation], _ actual: [String], _ what: String) throws -> String? {
        guard !expected.isEmpty else { return nil }
        for expectation in expected where try !actual.contains(where: expectation.accepts) {
            return "\(what) \(expectation.text) is not among \(actual)"
        }
        for text in actual where try !expected.contains(where: { try $0.accepts(text) }) {
            return "\(what) that nobody expects: \(text)"
        }
        return nil
    }
}
