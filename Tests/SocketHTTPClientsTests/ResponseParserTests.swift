import HTTPClients
import PrometheusBytes
import Testing
@testable import SocketHTTPClients

@Suite struct ResponseParserTests {
    /// Feeds `text` in pieces of `size` bytes.
    private func parse(_ text: String, piece size: Int, limit: Int = 1 << 20) throws(ResponseError) -> ResponseParser {
        var parser = ResponseParser(limit: limit)
        let bytes = Array(text.utf8)
        var offset = 0
        while offset < bytes.count, !parser.isDone {
            let end = min(offset + size, bytes.count)
            offset += try parser.feed(bytes.rawSpan.extracting(offset..<end))
        }
        return parser
    }

    @Test(arguments: [1, 2, 3, 7, 1000])
    func `an answer of known length is whole with its last byte`(piece: Int) throws {
        let text = "HTTP/1.1 200 OK\r\nContent-Type:  text/plain \r\nX: \r\nContent-Length: 5\r\n\r\nhello"
        let parser = try parse(text, piece: piece)
        #expect(parser.isDone)
        #expect(parser.isReusable)
        #expect(parser.response.status == 200)
        #expect(parser.response.reason == "OK")
        #expect(parser.response.header("content-type") == "text/plain")
        #expect(parser.response.header("X") == "")
        #expect(parser.response.body == Array("hello".utf8))
        #expect(!(try parse(String(text.dropLast()), piece: piece)).isDone)
    }

    @Test(arguments: [1, 2, 3, 7, 1000])
    func `chunks are joined`(piece: Int) throws {
        let text =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\nA\r\n, world!!!\r\n0\r\nT: x\r\n\r\n"
        let parser = try parse(text, piece: piece)
        #expect(parser.isReusable)
        #expect(parser.response.body == Array("hello, world!!!".utf8))
    }

    @Test func `without a length the body goes on to the end of the connection`() throws {
        var parser = try parse("HTTP/1.1 200 OK\r\n\r\nabc", piece: 4)
        #expect(!parser.isDone)
        parser.end()
        #expect(parser.isDone)
        #expect(!parser.isReusable)
        #expect(parser.response.body == Array("abc".utf8))
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", false),
        ("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false),
        ("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n", true),
        ("HTTP/1.1 204 No Content\r\n\r\n", true),
        ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 304 Not Modified\n\n", true),
    ])
    func `the connection is kept if both sides agree`(text: String, isReusable: Bool) throws {
        let parser = try parse(text, piece: 5)
        #expect(parser.isDone)
        #expect(parser.isReusable == isReusable)
    }

    @Test func `what follows the answer is not taken`() throws {
        var parser = ResponseParser(limit: 10)
        let bytes = Array("HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nabc".utf8)
        #expect(try parser.feed(bytes.rawSpan) == bytes.count - 2)
        #expect(parser.response.reason == "")
    }

    @Test(arguments: [
        ("SSH-2.0-x\r\n\r\n", ResponseError.malformed("SSH-2.0-x")),
        ("HTTP/1.1 2x0 OK\r\n\r\n", .malformed("HTTP/1.1 2x0 OK")),
        ("\n\n", .malformed("")),
        ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", .malformed("Content-Length: -1")),
        ("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n", .bodyTooLarge(limit: 10)),
        ("HTTP/1.1 200 OK\r\n\r\n12345678901", .bodyTooLarge(limit: 10)),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", .malformedChunk),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", .malformedChunk),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", .malformedChunk),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\nabcdefghijklm",
            .bodyTooLarge(limit: 10)
        ),
    ])
    func `what is no answer is an error`(text: String, error: ResponseError) {
        #expect(throws: error) { try parse(text, piece: 100, limit: 10) }
    }

    @Test func `a head without an end is an error`() {
        var parser = ResponseParser(limit: 10)
        let line = Array("X: y\r\n".utf8).rawSpan.byteCount
        let bytes = Array(String(repeating: "X: yyyyy\r\n", count: 200_000).utf8)
        #expect(line == 6)
        #expect(throws: ResponseError.headTooLarge) { try parser.feed(bytes.rawSpan) }
    }

    @Test(arguments: 0..<20)
    func `damaged answers are taken or refused`(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let texts = [
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        ]
        for _ in 0..<500 {
            var bytes = Array(texts[random(2)].utf8)
            for _ in 0...random(4) { bytes[random(bytes.count)] = UInt8(random(256)) }
            var parser = ResponseParser(limit: 100)
            var offset = 0
            while offset < bytes.count, !parser.isDone {
                let end = min(offset + 1 + random(9), bytes.count)
                guard let taken = try? parser.feed(bytes.rawSpan.extracting(offset..<end)) else { break }
                offset += taken
            }
            #expect(parser.response.body.count <= 100)
        }
    }
}
