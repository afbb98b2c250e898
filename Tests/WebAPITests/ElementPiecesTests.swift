import HTTPServing
import Testing

@testable import WebAPI

@Suite struct ElementPiecesTests {
    private func answer(_ count: Int, warnings: [String] = []) -> OutgoingResponse {
        APIAnswer.success(warnings: warnings, elements: count) { $0.string("element \($1)") }
    }

    private func expected(_ count: Int, _ rest: String = "") -> String {
        let elements = (0..<count).map { "\"element \($0)\"" }.joined(separator: ",")
        return #"{"status":"success","data":["# + elements + "]\(rest)}"
    }

    @Test(arguments: [0, 1, 2, 3000])
    func `a short list is one body with its length`(count: Int) {
        guard case .bytes(let bytes) = answer(count).body else {
            Issue.record("the list was sent in pieces")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self) == expected(count))
    }

    @Test func `a long list comes in pieces of some size`() {
        guard case .pieces(var pieces) = answer(20_000, warnings: ["w"]).body else {
            Issue.record("the list was sent at once")
            return
        }
        var all: [UInt8] = []
        var sizes: [Int] = []
        while let piece = pieces.next() {
            sizes.append(piece.count)
            all += piece
        }
        #expect(String(decoding: all, as: UTF8.self) == expected(20_000, #","warnings":["w"]"#))
        #expect(sizes.count > 4)
        #expect(sizes.allSatisfy { $0 <= 66 << 10 })
    }
}
