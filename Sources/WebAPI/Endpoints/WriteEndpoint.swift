internal import HTTPServing
internal import PrometheusBytes
internal import RemoteStorage

/// `write`: samples from other servers.
struct WriteEndpoint: Sendable {
    let services: APIServices

    var routes: [Route] {
        [
            Route(["POST"], "/api/v1/write", .whenReady, .never) { request in
                guard let receiver = services.receiver else {
                    return .failure(
                        "remote write receiver needs to be enabled with --web.enable-remote-write-receiver",
                        status: 404
                    )
                }
                let body: [UInt8]
                do throws(RequestBodyError) {
                    body = try await request.body(upTo: RemoteWriteReceiver.maximumBodyBytes)
                } catch {
                    return .failure("\(error)", status: 400)
                }
                let answer = receiver.receive(
                    contentType: request.header("content-type") ?? "",
                    contentEncoding: request.header("content-encoding") ?? "",
                    body: body.rawSpan
                )
                guard !answer.message.isEmpty else { return OutgoingResponse(status: answer.status) }
                return .failure(answer.message, status: answer.status)
            }
        ]
    }
}
