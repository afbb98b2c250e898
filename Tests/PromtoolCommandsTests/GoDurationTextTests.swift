import Testing

@testable import PromtoolCommands

@Suite struct GoDurationTextTests {
    @Test(arguments: [
        (0, "0s"), (7, "7ns"), (1500, "1.5µs"), (56_474, "56.474µs"), (49_652_947, "49.652947ms"), (2_000_000, "2ms"),
        (1_000_000_000, "1s"), (116_253_145_676, "1m56.253145676s"), (3_600_000_000_000, "1h0m0s"),
    ])
    func `a time that was measured is printed to the nanosecond`(nanoseconds: Int64, text: String) {
        #expect(GoDurationText.string(.nanoseconds(nanoseconds)) == text)
    }
}
