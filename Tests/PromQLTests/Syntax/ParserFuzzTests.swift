import PromQL
import Testing

@Suite struct ParserFuzzTests {
    private static let pieces = [
        "a", "b:c", "sum", "by", "(", ")", "{", "}", "[", "]", "5m", "1.5", "0x1F", "\"x\"", "'y'", "`z`", "\\", "\"",
        "=", "=~", "!=", "!", "<", ">", "/", "+", "-", "*", "^", "@", "offset", "start", "()", ",", ":", "on", "bool",
        "group_left", "rate", "topk", "é", "\n", "#", " ", "inf", "nan", "step()", "fill(", "anchored", "1e", "._",
    ]

    @Test(arguments: 0..<20)
    func `any text gives an expression or an error, and what parses prints to itself`(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<500 {
            let text = (0..<next(14)).map { _ in Self.pieces[next(Self.pieces.count)] }.joined(
                separator: next(2) == 0 ? " " : ""
            )
            guard let expression = try? Expression.parse(text, options: .everything) else { continue }
            let printed = expression.description
            let again = try? Expression.parse(printed, options: .everything).description
            #expect(again == printed, "\(text)")
        }
    }

    @Test(arguments: 0..<10)
    func `a damaged query does not harm`(seed: Int) {
        let query =
            #"sum by (job, "a b") (rate(http_requests_total{code=~"5..",x!="\x41"}[5m:1m] @ 1.5 offset -1h)) > bool on(a) group_left(b) 0x1F ^ -2"#
        var state = UInt64(seed) &+ 99
        for _ in 0..<300 {
            var bytes = Array(query.utf8)
            for _ in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
            }
            _ = try? Expression.parse(String(decoding: bytes, as: UTF8.self), options: .everything)
        }
    }
}
