internal import CWebUI
package import HTTPServing

/// The pages that people see.
package enum PageRoutes {
    private static let paths = ["/query", "/targets", "/rules", "/alerts", "/status", "/config", "/flags"]

    /// One page that finds out by its address what to show; `/` leads to the queries.
    ///
    /// `pathPrefix` is what stands before the paths in a browser, without a slash at its end.
    package static func make(pathPrefix: String) -> [Route] {
        let page = index
        let pages = paths.map { path in
            Route(["GET"], path, .always, .whenAccepted) { _ in
                OutgoingResponse(
                    status: 200,
                    headers: [("Content-Type", "text/html; charset=utf-8")],
                    body: .bytes(page)
                )
            }
        }
        return [
            Route(["GET"], "/", .always, .never) { .found(pathPrefix + "/query", for: $0) },
            Route(["GET"], "/graph", .always, .never) { request in
                let query = request.query
                return .found(pathPrefix + "/query" + (query.isEmpty ? "" : "?\(query)"), for: request)
            },
        ] + pages
    }

    private static var index: [UInt8] {
        // Safe: the page is constant data of that many bytes.
        unsafe [UInt8](UnsafeBufferPointer(start: web_ui_index_start(), count: web_ui_index_count))
    }
}
