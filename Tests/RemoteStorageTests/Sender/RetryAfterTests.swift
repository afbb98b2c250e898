import Testing

@testable import RemoteStorage

@Suite struct RetryAfterTests {
    @Test(
        arguments: [
            (nil, 0), ("", 0), ("0", 0), ("-3", 0), ("2", 2000), ("x", 0),
            ("Thu, 01 Jan 1970 00:01:00 GMT", 50_000), ("Thu, 01 Jan 1970 00:00:05 GMT", 0),
            ("Thu, 01 Foo 1970 00:01:00 GMT", 0),
        ] as [(String?, Int64)]
    )
    func `seconds and dates tell how long to wait`(text: String?, milliseconds: Int64) {
        #expect(RetryAfter.milliseconds(text, nowMilliseconds: 10_000) == milliseconds)
    }
}
