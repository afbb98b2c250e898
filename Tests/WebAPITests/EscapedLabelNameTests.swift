import Testing

@testable import WebAPI

@Suite struct EscapedLabelNameTests {
    @Test(arguments: [
        ("U__label_2e_with_2e_dots", "label.with.dots"), ("U__a__b", "a_b"), ("U__", ""), ("U___1F600_", "😀"),
        ("U___e4_", "ä"),
    ])
    func `escapes stand for characters`(text: String, name: String) { #expect(EscapedLabelName.decode(text) == name) }

    @Test(arguments: ["job", "U_a", "U__a_2e", "U__a_xy_", "U__a_d800_", "U__a_1234567_", "U__a_", "U__a_110000_"])
    func `what is not well escaped is taken as it is`(text: String) { #expect(EscapedLabelName.decode(text) == text) }
}
