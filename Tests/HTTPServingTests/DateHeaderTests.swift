import Testing

@testable import HTTPServing

@Suite struct DateHeaderTests {
    @Test(arguments: [
        (Int64(0), "Thu, 01 Jan 1970 00:00:00 GMT"), (1_795_507_909_999, "Tue, 24 Nov 2026 08:11:49 GMT"),
        (951_827_696_000, "Tue, 29 Feb 2000 12:34:56 GMT"),
    ])
    func `times are written as HTTP wants them`(milliseconds: Int64, text: String) {
        #expect(DateHeader.text(milliseconds: milliseconds) == text)
    }
}
