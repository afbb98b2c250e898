internal import HTTPServing

/// `features`: what this server can do, and what of it is on.
struct FeatureEndpoint: Sendable {
    let services: APIServices

    var routes: [Route] {
        [
            APIRoutes.route(["GET"], "/features", .always) { _ async throws(APIError) in
                let features = services.features.sorted { $0.category < $1.category }
                return APIAnswer.success { writer in
                    writer.object { answer in
                        for (category, names) in features {
                            answer.key(category)
                            answer.object { inner in
                                for (name, isOn) in names.sorted(by: { $0.name < $1.name }) { inner.member(name, isOn) }
                            }
                        }
                    }
                }
            }
        ]
    }
}
