import PromQL
import Testing

@Suite struct DurationExpressionTests {
    @Test(arguments: [
        ("a[5m+1m]", 360_000), ("a[2m*(10+5)]", 1_800_000), ("a[1h/2]", 1_800_000), ("a[-5m+35m]", 1_800_000),
        ("a[30m1s-30m1s % 1m]", 1_800_000), ("a[step()]", 15_000), ("a[range()-step()*2]", 570_000),
        ("a[min_of(step(), 10s)]", 10_000), ("a[max_of(step(), 10s)]", 15_000), ("a[2^3^2]", 512_000),
    ])
    func `a range can be calculated from the query's step and range`(query: String, expected: Int64) throws {
        let resolved = try Expression.parse(query).resolvingDurations(
            stepMilliseconds: 15_000,
            rangeMilliseconds: 600_000
        )
        guard case .matrixSelector(let matrix) = resolved else { return #expect(Bool(false)) }
        #expect(matrix.rangeMilliseconds == expected)
        #expect(matrix.rangeExpression == nil)
    }

    @Test(arguments: [
        ("a[step()]", "2:8: duration must be greater than 0"), ("a[1/step()]", "2:10: division by zero"),
        ("a[1%step()]", "2:10: modulo by zero"), ("a[1m:5m-5m]", "5:10: duration must be greater than 0"),
        ("a[10^300*10^300]", "2:15: duration is NaN or infinite"), ("a[10^11]", "2:7: duration is out of range"),
    ])
    func `a value that cannot be used says where it came from`(query: String, message: String) throws {
        let expression = try Expression.parse(query)
        #expect { try expression.resolvingDurations(stepMilliseconds: 0, rangeMilliseconds: 0) } throws: {
            "\($0)" == message
        }
    }

    @Test func `offsets may be negative, subqueries resolve inside and out`() throws {
        let query = "sum_over_time(rate(a[step()*4])[range():step()*2] offset -(step()))"
        let resolved = try Expression.parse(query).resolvingDurations(
            stepMilliseconds: 60_000,
            rangeMilliseconds: 3_600_000
        )
        #expect(resolved.description == "sum_over_time(rate(a[4m])[1h:2m] offset -1m)")
    }

    @Test(arguments: [
        ("a[5m/0]", "division by zero"), ("a[5m%0]", "modulo by zero"), ("a[-1]", "duration must be greater than 0"),
    ])
    func `what is wrong whatever the query is found at once`(query: String, message: String) {
        #expect { try Expression.parse(query) } throws: { ($0 as? ParseError)?.message == message }
    }
}
