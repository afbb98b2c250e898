import Testing

@testable import WebAPI

@Suite struct RequestTimeTests {
    @Test(arguments: [
        ("1.0005", Int64(1000)), ("-1.5", -1500), ("1970-01-01T00:00:01.9999Z", 1999),
        ("1960-01-01T00:00:00Z", -315_619_200_000),
    ])
    func `milliseconds are the same for storage and engine`(text: String, milliseconds: Int64) throws {
        let time = try #require(RequestTime(text))
        #expect(time.milliseconds == milliseconds)
        #expect(time.engineMilliseconds == milliseconds)
    }

    // The figures are what the real server answers for `time()`.
    @Test(arguments: [
        ("-62135596800", Int64(-6_795_364_578_871)), ("0001-01-01T00:00:00Z", -6_795_364_578_871),
        ("9999-12-31T23:59:59Z", -4_852_116_232_933), ("1e18", -6_930_898_827_444), ("1e20", 0),
        ("NaN", -9_223_372_036_854), ("Inf", -9_223_372_036_854),
        ("-292273086-05-16T16:47:06Z", 6_795_364_580_679),
    ])
    func `times beyond 64 bits of nanoseconds wrap around`(text: String, milliseconds: Int64) {
        #expect(RequestTime(text)?.engineMilliseconds == milliseconds)
    }

    @Test(arguments: ["x", "", "1970-01-01", "-292273086-05-16T16:47:07Z"])
    func `other texts are no times`(text: String) { #expect(RequestTime(text) == nil) }
}
