import PromQL
import Testing
import TestSupport

@Suite struct ParserFuzzTests {
    private static let pieces = [
        "a", "b:c", "sum", "by", "(", ")", "{", "}", "[", "]", "5m", "1.5", "0x1F", "\"x\"", "'y'", "`z`", "\\", "\"",
        "=", "=~", "!=", "!", "<", ">", "/", "+", "-", "*", "^", "@", "offset", "start", "()", ",", ":", "on", "bool",
        "group_left", "rate", "topk", "é", "\n", "#", " ", "inf", "nan", "step()", "fill(", "anchored", "1e", "._",
    ]

    @Test(arguments: 0..<UInt64(20))
    func `any text gives an expression or an error, and what parses prints to itself`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let separator = random.pick(["", " "])
            let text = (0..<(random.next() % 14)).map { _ in random.pick(Self.pieces) }.joined(separator: separator)
            checkRoundTrip(text)
        }
    }

    @Test(arguments: 0..<UInt64(40))
    func `expressions over the whole grammar parse, and print to what they are`(seed: UInt64) throws {
        var source = RandomExpression(seed: seed)
        for round in 0..<60 {
            let text = source.any(round % 5)
            do throws(ParseError) {
                _ = try Expression.parse(text, options: .everything)
            } catch {
                Issue.record("\(error): \(text)")
                continue
            }
            checkRoundTrip(text)
        }
    }

    /// What a text parses to prints as something that parses to the same, in one line and in many.
    private func checkRoundTrip(_ text: String) {
        guard let expression = try? Expression.parse(text, options: .everything) else { return }
        let printed = expression.description
        for again in [printed, expression.pretty] {
            do throws(ParseError) {
                #expect(try Expression.parse(again, options: .everything).description == printed, "\(text)")
            } catch {
                Issue.record("\(error): \(text) prints as \(again)")
            }
        }
    }

    @Test(arguments: 0..<UInt64(30))
    func `a damaged query gives an expression or an error`(seed: UInt64) {
        var source = RandomExpression(seed: seed &+ 1000)
        for _ in 0..<60 {
            var bytes = Array(source.any(3).utf8)
            for _ in 0..<(1 + source.random.next() % 3) {
                let place = Int(source.random.next() % UInt64(bytes.count + 1))
                switch source.random.next() % 3 {
                case 0: bytes.insert(UInt8(truncatingIfNeeded: source.random.next()), at: place)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + 3))
                default: bytes.insert(contentsOf: source.random.pick(Self.pieces).utf8, at: place)
                }
            }
            checkRoundTrip(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test(arguments: 0..<UInt64(10))
    func `any bytes give an expression or an error`(seed: UInt64) {
        var random = SeededGenerator(seed: seed &+ 77)
        for _ in 0..<300 {
            let bytes = (0..<(random.next() % 40)).map { _ in UInt8(truncatingIfNeeded: random.next() >> 7) }
            checkRoundTrip(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test(arguments: [
        "a{b=~\"\(String(repeating: "(a|b?)*", count: 20_000))\"}",
        "a{b=~\"\(String(repeating: "(", count: 100_000))\"}",
        "a{b=~\"((a{1000}){1000}){1000}\"}", "a{b=~\"\(String(repeating: "[^x]{1,1000}", count: 500))\"}",
        "a{b=~\"\(String(repeating: "x|", count: 50_000))y\"}",
        "a{b=~\"(?i)\(String(repeating: "abc|", count: 20_000))d\"}",
    ])
    func `an enormous regular expression is refused or compiled within bounds`(query: String) {
        let clock = ContinuousClock()
        let time = clock.measure { _ = try? Expression.parse(query, options: .everything) }
        // Generous: the machine may be busy. Without bounds these would take minutes or all of the memory.
        #expect(time < .seconds(20))
    }

    @Test func `many great regular expressions are too much even if each is not`() {
        let matcher = "b=~\"\(String(repeating: ".{1000}", count: 60))\""
        let query = "a{\(Array(repeating: matcher, count: 500).joined(separator: ","))}"
        #expect {
            try Expression.parse(query, options: .everything)
        } throws: { error in
            "\(error)".hasSuffix("parse error: error parsing regexp: expression too large")
        }
    }
}
