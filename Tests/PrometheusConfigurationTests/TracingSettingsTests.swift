import PrometheusConfiguration
import Testing

@Suite struct TracingSettingsTests {
    private func load(_ text: String) throws -> ServerConfiguration {
        try ServerConfiguration(decoding: Array(text.utf8), file: "p.yml") { _ in nil }
    }

    @Test func `the section is shown in upstream's order`() throws {
        let configuration = try load(
            """
            tracing:
              endpoint: "x:1"
              insecure: true
              timeout: 3s
              headers: {a: b}
              compression: gzip
              tls_config: {insecure_skip_verify: true}
              sampling_fraction: 0.5
            """
        )
        let shown = """
            tracing:
              client_type: grpc
              endpoint: x:1
              sampling_fraction: 0.5
              insecure: true
              tls_config:
                insecure_skip_verify: true
              headers:
                a: b
              compression: gzip
              timeout: 3s
            otlp:
              translation_strategy: UnderscoreEscapingWithSuffixes

            """
        #expect(configuration.displayedText.hasSuffix(shown))
        #expect(configuration.tracing?.samplingFraction == 0.5)
    }

    @Test(arguments: [
        ("{}", "tracing endpoint must be set"),
        ("{endpoint: a, client_type: x}", "expected tracing client type to be to be http or grpc, but got x"),
        ("{endpoint: a, compression: x}", "invalid compression type x provided, valid options: gzip"),
        (
            "{endpoint: a, headers: {Authorization: b}}",
            "custom authorization header configuration is not yet supported"
        ),
        ("{endpoint: a, headers: {host: b}}", "host is a reserved header. It must not be changed"),
        ("{endpoint: a, foo: 1}", "field foo not found in type config.plain"),
    ])
    func `what is wrong is told`(section: String, message: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try load("tracing: \(section)") }
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }
}
