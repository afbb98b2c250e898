extension OutgoingResponse {
    /// Sends a browser to another page.
    package static func found(_ location: String, for request: IncomingRequest) -> OutgoingResponse {
        redirect(to: location, for: request, status: 302)
    }

    /// Sends a client elsewhere; a `GET` also gets a page with the link.
    package static func redirect(to location: String, for request: IncomingRequest, status: Int) -> OutgoingResponse {
        var response = OutgoingResponse(status: status, headers: [("Location", location)])
        guard request.method == "GET" else { return response }
        response.headers.append(("Content-Type", "text/html; charset=utf-8"))
        let phrase = status == 302 ? "Found" : status == 301 ? "Moved Permanently" : "Temporary Redirect"
        response.body = .bytes(Array("<a href=\"\(escaped(location))\">\(phrase)</a>.\n\n".utf8))
        return response
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&#34;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
