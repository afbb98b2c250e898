import PrometheusBytes
import PrometheusModel
import Testing

@Suite struct FloatTextTests {
    @Test(
        arguments: [
            (0.0, "0", "0", "0"), (-0.0, "-0", "-0", "-0"), (1, "1", "1", "1"), (-12.5, "-12.5", "-12.5", "-12.5"),
            (1e6, "1000000", "1e+06", "1000000"), (123_456, "123456", "123456", "123456"),
            (123_456.5, "123456.5", "123456.5", "123456.5"), (1_234_567.5, "1234567.5", "1.2345675e+06", "1234567.5"),
            (0.0001, "0.0001", "0.0001", "0.0001"), (0.00001, "0.00001", "1e-05", "0.00001"),
            (1e-7, "0.0000001", "1e-07", "1e-07"), (1.5e-7, "0.00000015", "1.5e-07", "1.5e-07"),
            (1e21, "1000000000000000000000", "1e+21", "1e+21"),
            (1e20, "100000000000000000000", "1e+20", "100000000000000000000"),
            (1e23, "100000000000000000000000", "1e+23", "1e+23"), (.infinity, "+Inf", "+Inf", "+Inf"),
            (-.infinity, "-Inf", "-Inf", "-Inf"), (.nan, "NaN", "NaN", "NaN"),
            (0.1 + 0.2, "0.30000000000000004", "0.30000000000000004", "0.30000000000000004"),
            (9_007_199_254_740_992, "9007199254740992", "9.007199254740992e+15", "9007199254740992"),
        ] as [(Double, String, String, String)]
    )
    func `prints as Go does`(value: Double, fixed: String, general: String, json: String) {
        #expect(FloatText.string(value, .fixed) == fixed)
        #expect(FloatText.string(value, .general) == general)
        #expect(FloatText.string(value) == json)
    }

    @Test func `what is printed reads back as the same value`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            for form in [FloatText.Form.fixed, .general, .json] {
                let text = FloatText.string(value, form)
                #expect(text.withRawSpan { FloatText.parse($0) } == value, "\(text)")
            }
        }
    }

    @Test(
        arguments: [
            ("1", 1), ("+1", 1), ("-0.5", -0.5), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("1E-3", 0.001), ("0x1p4", 16),
            ("0x_1.8p1", 3), ("1_000", 1000), ("Inf", .infinity), ("-infinity", -.infinity), ("1e-400", 0),
            ("123456789012345678901234567890", 1.2345678901234568e29), ("5e-324", .leastNonzeroMagnitude),
        ] as [(String, Double)]
    )
    func `reads what Go reads`(text: String, value: Double) {
        #expect(text.withRawSpan { FloatText.parse($0) } == value)
    }

    @Test(arguments: [
        "", "-", ".", "1e", "1x", "0x1", "_1", "1__0", "1_", "e5", "1.2.3", " 1", "1 ", "1e999", "infinit",
    ])
    func `refuses what Go refuses`(text: String) {
        #expect(text.withRawSpan { FloatText.parse($0) } == nil)
        #expect(throws: FloatTextError.self) { try FloatText.parse(text) }
    }
}
