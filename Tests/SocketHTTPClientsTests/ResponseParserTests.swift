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
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n5;x=y\r\nhello\r\nA \r\n, world!!!\r\n0\r\nT: x\r\n\r\n"
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

    @Test func `progress tells how far the answer has come`() throws {
        #expect(ResponseParser(limit: 1).progress == .untouched)
        #expect(try parse("H", piece: 1).progress == .head)
        #expect(try parse("HTTP/1.1 100 Continue\r\n\r\n", piece: 1).progress == .head)
        #expect(try parse("HTTP/1.1 200 OK\r\n\r\n", piece: 1).progress == .body)
    }

    @Test func `a value may go on in the next line`() throws {
        let parser = try parse("HTTP/1.1 204 No\r\nA: b\r\n  c\r\n\r\n", piece: 3)
        #expect(parser.response.header("A") == "b c")
    }

    @Test(arguments: [
        ("SSH-2.0-x\r\n", "malformed HTTP response \"SSH-2.0-x\""),
        ("\n", "malformed HTTP response \"\""),
        ("HTTP/1.1 2x0 OK\r\n", "malformed HTTP status code \"2x0\""),
        ("HTTP/1.1 +20 OK\r\n", "malformed HTTP status code \"+20\""),
        ("HTTP/1.1 2000\r\n", "malformed HTTP status code \"2000\""),
        ("HTTX/1.1 200 OK\r\n", "malformed HTTP version \"HTTX/1.1\""),
        ("HTTP/1.1 200 OK\r\nabc\r\n", "malformed MIME header line: abc"),
        ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "bad Content-Length \"-1\""),
        ("HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n", "bad Content-Length \"+1\""),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "http: message cannot contain multiple Content-Length headers; got [\"1\" \"2\"]"
        ),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "unsupported transfer encoding: \"gzip\""),
        (String(repeating: "HTTP/1.1 103 Hint\r\n\r\n", count: 6), "net/http: too many 1xx informational responses"),
    ])
    func `a head that is none is an error`(text: String, reason: String) {
        #expect(throws: ResponseError.malformed(reason)) { try parse(text, piece: 100, limit: 10) }
    }

    @Test(arguments: [
        ("Content-Length: 11\r\n\r\n", ResponseError.bodyTooLarge(limit: 10)),
        ("\r\n12345678901", .bodyTooLarge(limit: 10)),
        ("Transfer-Encoding: chunked\r\n\r\nxyz\r\n", .malformedChunk),
        ("Transfer-Encoding: chunked\r\n\r\n-1\r\n", .malformedChunk),
        ("Transfer-Encoding: chunked\r\n\r\n+1\r\n", .malformedChunk),
        ("Transfer-Encoding: chunked\r\n\r\n\r\n", .malformedChunk),
        ("Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n", .malformedChunk),
        ("Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", .unendedChunk),
        ("Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\nabcdefghijklm", .bodyTooLarge(limit: 10)),
        ("Transfer-Encoding: chunked\r\n\r\n1;" + String(repeating: "x", count: 5000), .chunkLineTooLong),
    ])
    func `a body that cannot be is an error`(text: String, error: ResponseError) {
        #expect(throws: error) { try parse("HTTP/1.1 200 OK\r\n" + text, piece: 1000, limit: 10) }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\n", "", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
    ])
    func `lines without an end are an error`(beginning: String) {
        for filler in ["X: yyyyyy\r\n", "yyyyyyyyyy"] {
            let text = beginning + String(repeating: filler, count: 200_000)
            // Without a status line the first line is none.
            if beginning.isEmpty, filler.hasPrefix("X") { continue }
            #expect(throws: ResponseError.headTooLarge) { try parse(text, piece: 1 << 16, limit: 10) }
        }
    }

    // MARK: Any bytes

    private struct Generator {
        var state: UInt64

        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }

        /// An answer with this body, in one of the forms that an answer has.
        mutating func answer(_ body: [UInt8]) -> [UInt8] {
            var bytes: [UInt8] = []
            for _ in 0..<next(3) { bytes += "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n".utf8 }
            let newline = next(4) == 0 ? "\n" : "\r\n"
            let minorVersion = next(4) == 0 ? 0 : 1
            bytes += "HTTP/1.\(minorVersion) 200 OK\(newline)".utf8
            for number in 0..<next(5) {
                bytes += "X-\(number):\(String(repeating: " a", count: next(40)))\(newline)".utf8
            }
            guard minorVersion == 1, next(2) == 0 else {
                bytes += "Content-Length: \(body.count)\(newline)\(newline)".utf8
                return bytes + body
            }
            bytes += "Transfer-Encoding: chunked\(newline)\(newline)".utf8
            var rest = body[...]
            while !rest.isEmpty {
                let count = min(rest.count, 1 + next(300))
                bytes += "\(String(count, radix: 16))\(next(3) == 0 ? ";a=b" : "")\(newline)".utf8
                bytes += rest.prefix(count)
                bytes += newline.utf8
                rest = rest.dropFirst(count)
            }
            return bytes + Array("0\(newline)\(next(2) == 0 ? "T: x\(newline)" : "")\(newline)".utf8)
        }
    }

    /// Feeds bytes in pieces of random sizes up to the end of the answer or the first error.
    private func feed(
        _ bytes: [UInt8],
        _ parser: inout ResponseParser,
        _ generator: inout Generator,
        largest: Int
    ) throws(ResponseError) -> Int {
        var offset = 0
        while offset < bytes.count, !parser.isDone {
            let end = min(offset + 1 + generator.next(largest), bytes.count)
            offset += try parser.feed(bytes.rawSpan.extracting(offset..<end))
        }
        return offset
    }

    @Test(arguments: 0..<10)
    func `whatever the form and the pieces, the body is the body`(seed: UInt64) throws {
        var generator = Generator(state: seed &* 0x9E37_79B9_7F4A_7C15)
        for _ in 0..<60 {
            let body = (0..<generator.next(2000)).map { _ in UInt8(generator.next(256)) }
            let bytes = generator.answer(body)
            var parser = ResponseParser(limit: 2000, expectedBytes: generator.next(3000))
            let taken = try feed(bytes + [1, 2, 3], &parser, &generator, largest: 1 + generator.next(500))
            #expect(taken == bytes.count)
            #expect(parser.isDone)
            #expect(parser.response.body == body)
        }
    }

    @Test(arguments: 0..<10)
    func `damaged answers come to the same however they are cut, within the limits`(seed: UInt64) {
        var generator = Generator(state: seed &* 0xD134_2543_DE82_EF95)
        for _ in 0..<100 {
            let body = (0..<generator.next(400)).map { _ in UInt8(generator.next(256)) }
            var bytes = generator.answer(body)
            for _ in 0...generator.next(4) {
                let position = generator.next(bytes.count)
                switch generator.next(3) {
                case 0: bytes[position] = UInt8(generator.next(256))
                case 1: bytes.remove(at: position)
                default: bytes.insert(UInt8(generator.next(256)), at: position)
                }
            }
            var (whole, cut) = (ResponseParser(limit: 300), ResponseParser(limit: 300))
            let results = [
                Result { () throws(ResponseError) in try feed(bytes, &whole, &generator, largest: 1 << 20) },
                Result { () throws(ResponseError) in try feed(bytes, &cut, &generator, largest: 9) },
            ]
            #expect(whole.response.body.count <= 300)
            #expect(whole.isDone == cut.isDone)
            #expect(whole.response.status == cut.response.status)
            guard case .success = results[0] else {
                #expect((try? results[1].get()) == nil)
                continue
            }
            #expect(whole.response.body == cut.response.body)
        }
    }
}
