import HTTPServing
import StrictYAML
import Testing

@testable import WebAPI

struct APIDescriptionTests {
    @Test func `every route is described, and what is described is there`() {
        let routes = Set(
            APIRoutes.make(ServicesFixture.make()).filter { $0.pattern.hasPrefix("/api/v1/") }.flatMap { route in
                route.methods.map { "\($0) \(route.pattern.dropFirst("/api/v1".count))" }
            }
        )
        let described = Set(EndpointTable.all.flatMap { endpoint in endpoint.methods.map { "\($0) \(endpoint.path)" } })
        #expect(routes.subtracting(described) == [])
        // Two are not served everywhere.
        #expect(described.subtracting(routes).subtracting(["POST /read", "POST /rules/backtest"]) == [])
    }

    @Test(arguments: [
        ("", "3.1.0", false), ("?openapi_version=3.2", "3.2.0", true), ("?openapi_version=9", "3.1.0", false),
    ])
    func `the document is YAML of the version that is asked for`(query: String, version: String, isNew: Bool)
        async throws
    {
        var services = ServicesFixture.make()
        services.externalURL = "http://example.org/prom/"
        let (status, body) = await ServicesFixture.answer("GET", "/api/v1/openapi.yaml\(query)", services)
        #expect(status == 200)
        #expect(body.hasPrefix("openapi: \"\(version)\"\ninfo:\n  title: \"Prometheus API\"\n  version: \"1.2.3\"\n"))
        #expect(body.contains("- url: \"http://example.org/prom/api/v1\"\n"))
        #expect(body.contains("/notifications/live:") == isNew)
        #expect(body.contains("/label/{name}/values\""))
        _ = try YAMLDocument(body)
    }
}
