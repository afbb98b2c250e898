import PromQL
import Testing

@Suite struct ExpressionPrintingTests {
    @Test(arguments: PrintingCases.all)
    func `a query prints in upstream's canonical form, which parses to itself`(query: String, result: String) throws {
        let printed = try Expression.parse(query, options: .stable).description
        #expect(printed == result)
        #expect(try Expression.parse(printed, options: .stable).description == printed)
    }

    @Test(arguments: [
        ("a[5m+1m]", "a[5m + 1m]"), ("a[STEP()*2:max_of(1m, (range()))]", "a[step() * 2:max_of(1m, (range()))]"),
        ("a offset (-step() ^ 2)", "a offset (-step() ^ 2)"), ("a offset -min_of(1m, 2)", "a offset -min_of(1m, 2)"),
        ("rate(a[5m] anchored @ start() offset 1m)", "rate(a[5m] anchored @ start() offset 1m)"),
        ("a smoothed offset 5m @ 3", "a @ 3.000 smoothed offset 5m"),
        ("a + fill(0) b", "a + fill (0) b"),
        ("a * on(x) group_left fill_right(1m) b", "a * on (x) group_left () fill_right (60) b"),
        ("a > fill_left(-1) fill_right(2) b", "a > fill_left (-1) fill_right (2) b"),
        ("fill + fill", "fill + fill"), ("info(a, {b=\"c\"})", "info(a, {b=\"c\"})"), ("info(a, {})", "info(a, {})"),
    ])
    func `gated syntax prints and parses`(query: String, result: String) throws {
        let printed = try Expression.parse(query, options: .everything).description
        #expect(printed == result)
        #expect(try Expression.parse(printed, options: .everything).description == printed)
    }
}
