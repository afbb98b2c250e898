internal import HTTPServing

/// `openapi.yaml`: the description of this API.
struct DescriptionEndpoint: Sendable {
    let services: APIServices

    var routes: [Route] {
        [
            APIRoutes.route(["GET"], "/openapi.yaml", .whenReady, .never) { request async throws(APIError) in
                let document = APIDescription.document(
                    APIDescription.Version(asked: try await APIParameters(request)["openapi_version"]),
                    serverVersion: services.status.build.first { $0.name == "version" }?.value ?? "",
                    externalURL: services.externalURL
                )
                return OutgoingResponse(
                    status: 200,
                    headers: [
                        ("Content-Type", "application/yaml; charset=utf-8"),
                        ("Cache-Control", "no-cache, no-store, must-revalidate"),
                    ],
                    body: .bytes(document.yaml)
                )
            }
        ]
    }
}
