import PrometheusModel
import Testing

@testable import WebAPI

@Suite struct JSONWriterTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("plain", "\"plain\""), ("a\"b\\c\n\r\t", #""a\"b\\c\n\r\t""#), ("<>&", #""\u003c\u003e\u0026""#),
        ("\u{01}", #""\u0001""#), ("\u{1F}", #""\u001f""#), ("ä", "\"ä\""), ("\u{7F}", "\"\u{7F}\""),
        ("a\u{2028}b\u{2029}€", #""a\u2028b\u2029€""#), ("", #""""#), ("<plain>", #""\u003cplain\u003e""#),
    ])
    func `texts have Go's escapes`(value: String, json: String) { #expect(text { $0.string(value) } == json) }

    @Test(arguments: [
        (Int64(0), 1.0, #"[0,"1"]"#), (1500, 0.1, #"[1.500,"0.1"]"#), (-1500, -0.0, #"[-1.500,"-0"]"#),
        (1001, .infinity, #"[1.001,"+Inf"]"#), (1, 1e21, #"[0.001,"1e+21"]"#), (1000, 1e-7, #"[1,"1e-07"]"#),
        (1000, .nan, #"[1,"NaN"]"#),
    ])
    func `points are as upstream writes them`(time: Int64, value: Double, json: String) {
        #expect(text { $0.point(time, value) } == json)
    }

    @Test func `a column of points is written as its points one by one`() {
        let starts: [Int64] = [
            0, 999_999_999_000, 1_000_000_000_000, 1_699_999_990_000, 1_700_000_000_500, 9_999_999_990_000,
            9_223_372_036_854_000_000, -1_700_000_000_000,
        ]
        for start in starts {
            let times = (0..<300).map { start &+ Int64($0) &* 15_000 }.filter { ($0 < 0) == (start < 0) }
            let values = times.indices.map { Double($0) / 8 }
            let points = zip(times, values).map { time, value in text { $0.point(time, value) } }
            #expect(text { $0.points(times, values) } == "[" + points.joined(separator: ",") + "]")
        }
    }

    @Test func `label sets are objects in order`() {
        #expect(text { $0.labels(["job": "a<b", "__name__": "up"]) } == #"{"__name__":"up","job":"a\u003cb"}"#)
        #expect(text { $0.labels([:]) } == "{}")
    }

    @Test func `members and elements are separated by commas`() {
        let json = text { writer in
            writer.object {
                $0.member("a", 1)
                $0.key("b")
                $0.array([1, 2]) { writer, number in writer.object { $0.member("n", number) } }
                $0.member("c", true)
            }
        }
        #expect(json == #"{"a":1,"b":[{"n":1},{"n":2}],"c":true}"#)
    }
}
