import HTTPServing
import Testing

@testable import WebAPI

@Suite struct APIParametersTests {
    private func parameters(_ query: String) async throws -> APIParameters {
        try await APIParameters(IncomingRequest("GET", "/?" + query))
    }

    @Test(arguments: [
        ("time=1.0005", Int64(1000)), ("time=-1.5", -1500), ("time=1e3", 1_000_000), ("time=0x1p4", 16_000),
        ("time=1970-01-01T00:00:01.5Z", 1500),
    ])
    func `times are seconds or RFC 3339`(query: String, milliseconds: Int64) async throws {
        let parameters = try await parameters(query)
        #expect(try parameters.time("time")?.milliseconds == milliseconds)
    }

    @Test func `what is not given is nil`() async throws {
        let parameters = try await parameters("")
        #expect(try parameters.time("time") == nil)
        #expect(try parameters.duration("timeout") == nil)
        #expect(try parameters.limit() == 0)
    }

    @Test func `a bad optional time is told as upstream tells it`() async throws {
        let parameters = try await parameters("time=x")
        let error = #expect(throws: APIError.self) { try parameters.time("time") }
        let text = "invalid time value for 'time': cannot parse \"x\" to a valid timestamp"
        #expect(error?.message == "invalid parameter \"time\": " + text)
        #expect(error?.status == 400)
    }

    @Test(arguments: [
        ("limit=x", "strconv.Atoi: parsing \"x\": invalid syntax"), ("limit=-1", "limit must be non-negative"),
    ])
    func `bad limits are told as upstream tells them`(query: String, text: String) async throws {
        let parameters = try await parameters(query)
        let error = #expect(throws: APIError.self) { try parameters.limit() }
        #expect(error?.message == "invalid parameter \"limit\": " + text)
    }

    @Test(arguments: ["match[]={}", "match[]={a=~%22.*%22}"])
    func `a selector needs a matcher that empty text fails`(query: String) async throws {
        let parameters = try await parameters(query)
        let error = #expect(throws: APIError.self) { try parameters.matchers() }
        #expect(error?.message == "match[] must contain at least one non-empty matcher")
    }

    @Test(arguments: [
        ("", "unknown position: parse error: unexpected end of input"),
        ("up[5m]", "1:3: parse error: unexpected \"[\""), ("1", "1:1: parse error: unexpected number \"1\""),
    ])
    func `what is no selector is told as upstream tells it`(text: String, message: String) {
        let error = #expect(throws: APIError.self) { try APIParameters.selector(text) }
        #expect(error?.message == message)
    }

    @Test func `a bad lookback is told without the parameter's name`() async throws {
        let parameters = try await parameters("lookback_delta=x")
        let error = #expect(throws: APIError.self) { try parameters.lookback() }
        #expect(error?.message == "error parsing lookback delta duration: cannot parse \"x\" to a valid duration")
    }

    @Test(arguments: [("a=1", true), ("a=T", true), ("a=False", false), ("", false)])
    func `switches have Go's spellings`(query: String, isOn: Bool) async throws {
        #expect(try await parameters(query).isOn("a") == isOn)
    }

    @Test func `other spellings of a switch are refused`() async throws {
        let parameters = try await parameters("a=maybe")
        let error = #expect(throws: APIError.self) { try parameters.isOn("a") }
        let reason = "error converting a: strconv.ParseBool: parsing \"maybe\": invalid syntax"
        #expect(error?.message == "invalid parameter \"a\": " + reason)
    }
}
