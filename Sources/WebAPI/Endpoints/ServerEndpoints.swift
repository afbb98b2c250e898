internal import HTTPServing

/// What is told before the server is ready too: `status/walreplay` and `notifications`.
struct ServerEndpoints: Sendable {
    let services: APIServices

    var routes: [Route] {
        [
            APIRoutes.route(["GET"], "/status/walreplay", .always, .never) { _ async throws(APIError) in
                let progress = services.status.replay()
                return APIAnswer.success { writer in
                    writer.object {
                        $0.member("min", progress.min)
                        $0.member("max", progress.max)
                        $0.member("current", progress.current)
                    }
                }
            },
            APIRoutes.route(["GET"], "/notifications", .always, .never) { _ async throws(APIError) in
                let notifications = services.status.notifications()
                return APIAnswer.success { writer in
                    writer.array(notifications) { $0.notification($1, isActive: true) }
                }
            },
        ]
    }
}
