import Testing
@testable import Scraping

@Suite struct IntervalTextTests {
    @Test(arguments: [
        (0, "0s"), (1, "1ms"), (500, "500ms"), (1000, "1s"), (1500, "1.5s"), (2030, "2.03s"), (15_000, "15s"),
        (60_000, "1m0s"), (90_000, "1m30s"), (3_600_000, "1h0m0s"), (5_400_001, "1h30m0.001s"),
    ])
    func `an interval is written as Go writes durations`(milliseconds: Int64, text: String) {
        #expect(IntervalText.string(milliseconds: milliseconds) == text)
    }
}
