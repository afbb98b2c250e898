internal import HTTPServing
internal import OpenTelemetry

/// `otlp/v1/metrics`: metrics of OpenTelemetry's exporters.
struct OTLPEndpoint: Sendable {
    let services: APIServices

    var routes: [Route] {
        [
            Route(["POST"], "/api/v1/otlp/v1/metrics", .whenReady, .never) { request in
                guard let receiver = services.otlpReceiver else {
                    return .failure(
                        "otlp write receiver needs to be enabled with --web.enable-otlp-receiver",
                        status: 404
                    )
                }
                let body: [UInt8]
                do throws(RequestBodyError) {
                    body = try await request.body(upTo: OTLPReceiver.maximumBodyBytes)
                } catch {
                    return .failure("\(error)", status: 400)
                }
                let answer = receiver.receive(
                    contentType: request.header("content-type") ?? "",
                    contentEncoding: request.header("content-encoding") ?? "",
                    body: body
                )
                return answer.message.isEmpty
                    ? OutgoingResponse(status: answer.status) : .failure(answer.message, status: answer.status)
            }
        ]
    }
}
