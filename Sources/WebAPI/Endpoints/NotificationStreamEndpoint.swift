internal import HTTPServing

/// `notifications/live`: notifications as they come and go.
struct NotificationStreamEndpoint: Sendable {
    let services: APIServices
    private let subscribers: NotificationSubscribers

    init(services: APIServices) {
        self.services = services
        subscribers = NotificationSubscribers(maximum: services.maximumSubscribers)
    }

    var routes: [Route] {
        [
            APIRoutes.route(["GET"], "/notifications/live", .always, .never) { _ async throws(APIError) in
                guard
                    let stream = NotificationStream(
                        subscribers,
                        services.notificationMetrics,
                        services.status.notifications
                    )
                else {
                    return OutgoingResponse(status: 204)
                }
                return OutgoingResponse(
                    status: 200,
                    headers: [("Content-Type", "text/event-stream"), ("Cache-Control", "no-cache")],
                    body: .feed { () async throws(BrokenFeedError) in await stream.next() }
                )
            }
        ]
    }
}
