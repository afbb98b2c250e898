internal import CWebUI
package import HTTPServing

/// The pages that people see.
package enum PageRoutes {
    private static let agentPaths = ["/agent", "/targets", "/status", "/config", "/flags"]
    private static let paths = ["/query", "/targets", "/rules", "/alerts", "/status", "/config", "/flags"]

    /// One page that finds out by its address what to show, and what belongs to it; `/` leads to the queries.
    ///
    /// `pathPrefix` is what stands before the paths in a browser, without a slash at its end.
    package static func make(pathPrefix: String) -> [Route] { make(pathPrefix, home: "/query", paths) }

    /// The pages of an agent, which has no queries, rules and alerts; `/` leads to the one of the agent.
    package static func makeForAgent(pathPrefix: String) -> [Route] { make(pathPrefix, home: "/agent", agentPaths) }

    private static func make(_ pathPrefix: String, home: String, _ paths: [String]) -> [Route] {
        let redirects = ["/", "/graph"].map { path in
            Route(["GET"], path, .always, .never) { request in
                let query = path == "/graph" && !request.query.isEmpty ? "?\(request.query)" : ""
                return .found(pathPrefix + (path == "/" ? home : "/query") + query, for: request)
            }
        }
        return redirects + paths.map { file($0, web_ui_index_html, "text/html; charset=utf-8") } + [
            file("/assets/page.css", web_ui_page_css, "text/css; charset=utf-8"),
            file("/assets/page.js", web_ui_page_js, "text/javascript; charset=utf-8"),
            file("/favicon.svg", web_ui_favicon_svg, "image/svg+xml"),
            file("/favicon.ico", web_ui_favicon_svg, "image/svg+xml"),
        ]
    }

    private static func file(_ path: String, _ name: web_ui_name, _ contentType: String) -> Route {
        let content = unsafe web_ui_read(name)
        // Safe: the file is constant data of that many bytes.
        let bytes = unsafe [UInt8](UnsafeBufferPointer(start: content.start, count: content.count))
        return Route(["GET"], path, .always, .whenAccepted) { _ in
            OutgoingResponse(
                status: 200,
                headers: [("Content-Type", contentType), ("Cache-Control", "no-cache")],
                body: .bytes(bytes)
            )
        }
    }
}
