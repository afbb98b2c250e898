internal import HTTPServing
internal import PromQL

/// `format_query` and `parse_query`.
struct ExpressionEndpoints: Sendable {
    let services: APIServices

    var routes: [Route] {
        [
            APIRoutes.route(["GET", "POST"], "/format_query") { request async throws(APIError) in
                let expression = try services.parse(try await APIParameters(request)["query"])
                return APIAnswer.success { $0.string(expression.pretty) }
            },
            APIRoutes.route(["GET", "POST"], "/parse_query") { request async throws(APIError) in
                let expression = try services.parse(try await APIParameters(request)["query"])
                return APIAnswer.success { expression.write(to: &$0) }
            },
        ]
    }
}
