import HTTPServing
import LabelMatching
import PrometheusClient

/// A small site whose endpoints tell what they were asked.
struct SiteFixture {
    let registry = Registry()
    let readiness = Readiness()
    let site: WebSite

    init(prefix: String = "/", origin: String = ".*", gate: WebGate? = nil) throws {
        let echo: Route.Endpoint = { request in
            .text(request.parameters.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ","))
        }
        site = WebSite(
            routePrefix: prefix,
            origins: try CrossOriginPolicy(origin),
            readiness: readiness,
            metrics: try RequestMetrics(registry),
            gate: gate,
            routes: [
                Route(["GET"], "/", .always, .never) { .found(prefix == "/" ? "/query" : prefix + "/query", for: $0) },
                Route(["GET"], "/query", .always, .never) { _ in .text("page") },
                Route(["GET", "HEAD"], "/-/healthy", .always, .never) { _ in .text("fine") },
                Route(["GET", "POST"], "/api/v1/query", .whenReady, .whenAccepted) { request in
                    let values = (try? await request.formValues()) ?? FormValues()
                    return .text(values.all("query").joined(separator: ","))
                },
                Route(["GET"], "/api/v1/label/:name/values", .whenReady, .whenAccepted, respond: echo),
                Route(["GET"], "/api/v1/large", .always, .whenAccepted) { _ in
                    OutgoingResponse(status: 200, body: .pieces(Repeated(piece: Array("abc".utf8), count: 5)))
                },
            ]
        )
        readiness.enter(.ready)
    }

    /// The same piece several times.
    struct Repeated: ResponsePieces {
        var piece: [UInt8]
        var count: Int

        mutating func next() -> [UInt8]? {
            guard count > 0 else { return nil }
            count -= 1
            return piece
        }
    }
}
