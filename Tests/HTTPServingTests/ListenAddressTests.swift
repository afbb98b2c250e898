import HTTPServing
import Testing

@Suite struct ListenAddressTests {
    @Test(arguments: [
        ("0.0.0.0:9090", "0.0.0.0", 9090), (":9090", "", 9090), ("[::]:9090", "::", 9090),
        ("localhost:0", "localhost", 0),
    ])
    func `addresses are read and printed`(text: String, host: String, port: Int) throws {
        let address = try ListenAddress(text)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.description == text)
    }

    @Test(arguments: [
        ("9090", "listen tcp: address 9090: missing port in address"),
        ("::1:90", "listen tcp: address ::1:90: too many colons in address"),
        ("a:99999", "listen tcp: address 99999: invalid port"), ("a:b", "listen tcp: lookup tcp/b: unknown port"),
    ])
    func `bad addresses are told as Go tells them`(text: String, message: String) {
        let error = #expect(throws: ListenAddressError.self) { try ListenAddress(text) }
        #expect(error?.description == message)
    }
}
