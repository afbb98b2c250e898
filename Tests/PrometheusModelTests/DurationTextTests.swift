import PrometheusModel
import Testing

@Suite struct DurationTextTests {
    @Test(
        arguments: [
            ("0", 0, "0s"), ("5m", 300_000, "5m"), ("90m", 5_400_000, "1h30m"), ("1y", 31_536_000_000, "1y"),
            ("14d", 1_209_600_000, "2w"), ("15d", 1_296_000_000, "15d"), ("1h30m15s250ms", 5_415_250, "1h30m15s250ms"),
        ] as [(String, Int64, String)]
    )
    func `reads and prints`(text: String, milliseconds: Int64, printed: String) throws {
        #expect(try DurationText.parse(text) == milliseconds)
        #expect(DurationText.string(milliseconds: milliseconds) == printed)
    }

    @Test(arguments: [
        ("", "empty duration string"), ("5", "not a valid duration string: \"5\""),
        ("1m1h", "not a valid duration string: \"1m1h\""), ("1.5h", "unknown unit \".\" in duration \"1.5h\""),
        ("-1m", "not a valid duration string: \"-1m\""), ("300y", "duration out of range"),
    ])
    func `says what is wrong`(text: String, message: String) {
        #expect { try DurationText.parse(text) } throws: { "\($0)" == message }
    }
}
