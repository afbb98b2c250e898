/// Reads a script of upstream's test language.
struct ScriptParser {
    private let lines: [Substring]

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let text = line.drop(while: \.isWhitespace)
            let end = text.lastIndex { !$0.isWhitespace }.map(text.index(after:)) ?? text.startIndex
            // A comment is as good as an empty line, which ends a command.
            return text.hasPrefix("#") ? "" : text[..<end]
        }
    }

    /// The commands, each with the number of its first line.
    func commands() throws -> [(line: Int, command: ScriptCommand)] {
        var result: [(Int, ScriptCommand)] = []
        var index = 0
        while index < lines.count {
            let first = lines[index]
            let number = index + 1
            index += 1
            if first.isEmpty { continue }
            // A command of one line; what follows it is another, with or without an empty line between.
            if first == "clear" {
                result.append((number, .clear))
                continue
            }
            var body: [Substring] = []
            while index < lines.count, !lines[index].isEmpty {
                body.append(lines[index])
                index += 1
            }
            do {
                result.append((number, try command(first, body, number)))
            } catch {
                throw SeriesNotation.Failure(text: "line \(number): \(first): \(error)")
            }
        }
        return result
    }

    private func command(_ first: Substring, _ body: [Substring], _ line: Int) throws -> ScriptCommand {
        let words = first.split(separator: " ")
        switch words[0] {
        case "load", "load_with_nhcb":
            guard words.count == 2 else { throw SeriesNotation.Failure(text: "load without a step") }
            let step = try Self.milliseconds(words[1])
            return .load(step: step, series: body, withCustomBuckets: words[0] != "load")
        case "eval", "eval_fail", "eval_warn", "eval_info", "eval_ordered": return .eval(try eval(first, body, line))
        default: throw SeriesNotation.Failure(text: "unknown command")
        }
    }

    private static func milliseconds(_ text: Substring) throws -> Int64 {
        Int64((try SeriesNotation.number(String(text)) * 1000).rounded())
    }

    /// Reads `eval instant at 5m query` or `eval range from 0 to 5m step 1m query`.
    private func eval(_ first: Substring, _ body: [Substring], _ line: Int) throws -> ScriptCase {
        let words = first.split(separator: " ")
        // The query is what follows the last of the fixed words, as it was written.
        func query(after count: Int) -> String {
            var rest = first
            for _ in 0..<count { rest = rest.drop { $0 != " " }.drop { $0 == " " } }
            return String(rest)
        }
        var item: ScriptCase
        if words.count > 4, words[1...2].elementsEqual(["instant", "at"]) {
            let time = try Self.milliseconds(words[3])
            item = ScriptCase(line: line, query: query(after: 4), start: time, end: time, step: nil)
        } else if words.count > 8, words[1] == "range", words[2] == "from", words[4] == "to", words[6] == "step" {
            item = ScriptCase(
                line: line,
                query: query(after: 8),
                start: try Self.milliseconds(words[3]),
                end: try Self.milliseconds(words[5]),
                step: try Self.milliseconds(words[7])
            )
        } else {
            throw SeriesNotation.Failure(text: "neither instant nor range")
        }
        switch words[0] {
        case "eval_fail": item.failure = ScriptExpectation(.any)
        case "eval_ordered": item.isOrdered = true
        case "eval_warn": item.warnings = [ScriptExpectation(.any)]
        case "eval_info": item.infos = [ScriptExpectation(.any)]
        default: break
        }
        for text in body { try read(text, into: &item) }
        return item
    }

    private func read(_ text: Substring, into item: inout ScriptCase) throws {
        for (prefix, kind) in [("expected_fail_message ", "msg:"), ("expected_fail_regexp ", "regex:")]
        where text.hasPrefix(prefix) {
            item.failure = try ScriptExpectation(Substring(kind + text.dropFirst(prefix.count)))
            return
        }
        guard text.hasPrefix("expect ") else { return item.results.append(String(text)) }
        let rest = text.dropFirst(7)
        let word = rest.prefix { !$0.isWhitespace }
        let tail = rest.dropFirst(word.count).drop(while: \.isWhitespace)
        switch word {
        case "ordered": item.isOrdered = true
        case "fail":
            guard item.failure == nil else { throw SeriesNotation.Failure(text: "two failures") }
            item.failure = try ScriptExpectation(tail)
        case "warn": item.warnings.append(try ScriptExpectation(tail))
        case "no_warn": item.forbidsWarnings = true
        case "info": item.infos.append(try ScriptExpectation(tail))
        case "no_info": item.forbidsInfos = true
        case "string": item.expectedString = String(tail)
        case "range":
            let words = tail.split(separator: " ")
            guard words.count == 7, words[0] == "vector", words[1] == "from", words[3] == "to", words[5] == "step"
            else {
                throw SeriesNotation.Failure(text: "not understood: \(text)")
            }
            item.rangeVector = (
                try Self.milliseconds(words[2]), try Self.milliseconds(words[4]), try Self.milliseconds(words[6])
            )
        default: throw SeriesNotation.Failure(text: "unknown expectation \(word)")
        }
    }
}
