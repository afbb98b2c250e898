import PrometheusModel
import Testing

@Suite struct TimestampTextTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"),
            (1_795_507_200_500, "2026-11-24T08:00:00.5Z", "2026-11-24T08:00:00.500Z"),
            (-1, "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z"),
        ] as [(Int64, String, String)]
    )
    func `prints and reads UTC`(milliseconds: Int64, text: String, padded: String) {
        #expect(TimestampText.string(milliseconds: milliseconds) == text)
        #expect(TimestampText.millisecondString(milliseconds: milliseconds) == padded)
        #expect(TimestampText.parse(text) == milliseconds)
        #expect(TimestampText.parse(padded) == milliseconds)
    }

    @Test func `takes zones and cuts fractions`() {
        #expect(TimestampText.parse("2026-11-24T09:00:00.5009+01:00") == 1_795_507_200_500)
    }

    @Test(arguments: ["", "2026-11-24", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-24T08:00:00", "x"])
    func `refuses what is not a time`(text: String) { #expect(TimestampText.parse(text) == nil) }
}
