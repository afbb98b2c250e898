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
                var response =
                    answer.message.isEmpty
                    ? OutgoingResponse(status: answer.status) : .failure(answer.message, status: answer.status)
                if let written = answer.written {
                    for (kind, count) in [
                        ("Samples", written.samples), ("Histograms", written.histograms),
                        ("Exemplars", written.exemplars),
                    ] {
                        response.headers.append(("X-Prometheus-Remote-Write-\(kind)-Written", "\(count)"))
                    }
                }
                return response
            }
        ]
    }
}
