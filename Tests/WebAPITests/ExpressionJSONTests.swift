import PromQL
import Testing

@testable import WebAPI

@Suite struct ExpressionJSONTests {
    /// A query, and the tree that the real server answers for it.
    struct Case: Sendable {
        let query: String
        let json: String
    }

    private static let cases: [Case] = [
        Case(
            query: "foo",
            json: """
                {"matchers":[{"name":"__name__","type":"=","value":"foo"}],"name":"foo","offset":0,"startOrEnd":null,\
                "timestamp":null,"type":"vectorSelector"}
                """
        ),
        Case(
            query: "x[5m:] @ end() offset 1m",
            json: """
                {"expr":{"matchers":[{"name":"__name__","type":"=","value":"x"}],"name":"x","offset":0,\
                "startOrEnd":null,"timestamp":null,"type":"vectorSelector"},"offset":60000,"range":300000,\
                "startOrEnd":"end","step":0,"timestamp":null,"type":"subquery"}
                """
        ),
        Case(
            query: "1 > bool 2",
            json: #"""
                {"bool":true,"lhs":{"type":"numberLiteral","val":"1"},"matching":null,"op":"\u003e",\#
                "rhs":{"type":"numberLiteral","val":"2"},"type":"binaryExpr"}
                """#
        ),
        Case(
            query: "time()",
            json: """
                {"args":[],"func":{"argTypes":[],"name":"time","returnType":"scalar","variadic":0},"type":"call"}
                """
        ),
        Case(
            query: "sum by (a) (b @ 1.5)",
            json: """
                {"expr":{"matchers":[{"name":"__name__","type":"=","value":"b"}],"name":"b","offset":0,\
                "startOrEnd":null,"timestamp":1500,"type":"vectorSelector"},"grouping":["a"],"op":"sum",\
                "param":null,"type":"aggregation","without":false}
                """
        ),
    ]

    @Test(arguments: cases)
    func `trees are upstream's`(example: Case) throws {
        var writer = JSONWriter()
        try Expression.parse(example.query).write(to: &writer)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == example.json)
    }
}
