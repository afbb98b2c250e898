import LabelMatching
import PromQL
import Testing

@Suite struct ExpressionTests {
    @Test func `a signed number is a literal, a signed power is not`() throws {
        guard case .number(let literal) = try Expression.parse("-5") else { return #expect(Bool(false)) }
        #expect(literal.value == -5)
        #expect(literal.position == PositionRange(start: 0, end: 2))
        guard case .unary(let unary) = try Expression.parse("-1^2") else { return #expect(Bool(false)) }
        #expect(unary.operand.description == "1 ^ 2")
    }

    @Test func `powers group to the right, everything else to the left`() throws {
        guard case .binary(let power) = try Expression.parse("2^3^4") else { return #expect(Bool(false)) }
        #expect(power.right.description == "3 ^ 4")
        guard case .binary(let difference) = try Expression.parse("a-b-c") else { return #expect(Bool(false)) }
        #expect(difference.left.description == "a - b")
    }

    @Test func `positions are byte ranges of the source`() throws {
        let text = "sum by (job) ( rate(é_total[5m]) ) / 2".replacing("é", with: "e")
        guard case .binary(let binary) = try Expression.parse(text) else { return #expect(Bool(false)) }
        #expect(binary.position == PositionRange(start: 0, end: text.utf8.count))
        #expect(binary.operatorPosition == PositionRange(start: 35, end: 36))
        #expect(binary.left.position == PositionRange(start: 0, end: 34))
        let call = try #require(binary.left.children.first)
        #expect(call.position == PositionRange(start: 15, end: 32))
        #expect(call.children.first?.position == PositionRange(start: 20, end: 31))
    }

    @Test func `set operators are many to many, matching between scalars is dropped`() throws {
        guard case .binary(let set) = try Expression.parse("a and on(x) b") else { return #expect(Bool(false)) }
        #expect(set.matching?.cardinality == .manyToMany)
        guard case .binary(let scalars) = try Expression.parse("1 + 2") else { return #expect(Bool(false)) }
        #expect(scalars.matching == nil)
        #expect(scalars.resultType == .scalar)
    }

    @Test func `the outer name becomes the last matcher`() throws {
        guard case .vectorSelector(let selector) = try Expression.parse(#"up{job="a"}"#) else {
            return #expect(Bool(false))
        }
        #expect(selector.name == "up")
        #expect(selector.matchers.map(\.description) == [#"job="a""#, #"__name__="up""#])
    }

    @Test func `offset and @ land on the selector inside the brackets' result`() throws {
        guard case .matrixSelector(let matrix) = try Expression.parse("a[1h] @ 1.5 offset -5m") else {
            return #expect(Bool(false))
        }
        #expect(matrix.rangeMilliseconds == 3_600_000)
        #expect(matrix.selector.shift.at == .timestamp(milliseconds: 1500))
        #expect(matrix.selector.shift.offsetMilliseconds == -300_000)
    }

    @Test func `a selector alone parses without the rule about empty matchers`() throws {
        #expect(try Expression.parseSelector("{}").isEmpty)
        #expect(try Expression.parseSelector(#"up{a=~"b"}"#).count == 2)
        #expect(throws: ParseError.self) { try Expression.parseSelector("up[5m]") }
        #expect(throws: ParseError.self) { try Expression.parseSelector("up offset 5m") }
        #expect(throws: ParseError.self) { try Expression.parseSelector("") }
    }

    @Test func `selectors lists all selectors of a query`() throws {
        let query = try Expression.parse("topk(scalar(a), rate(b[5m])) + c[1h:] and d".replacing(" + c[1h:]", with: ""))
        #expect(query.selectors.map(\.name) == ["b", "a", "d"])
    }
}
