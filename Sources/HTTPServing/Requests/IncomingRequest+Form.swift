extension IncomingRequest {
    /// The most bytes of a form, as upstream's HTTP library has it.
    private static let mostFormBytes = 10 << 20

    /// The values of the URL's query.
    package var urlValues: FormValues { FormValues(urlEncoded: query) }

    /// The values of a form in the body, followed by those of the URL's query.
    package func formValues() async throws(RequestBodyError) -> FormValues {
        guard method == "POST" || method == "PUT" || method == "PATCH" else { return urlValues }
        let mediaType = MediaType(header("content-type") ?? "")
        var values = FormValues()
        switch mediaType.name {
        case "application/x-www-form-urlencoded":
            let bytes = try await body(upTo: Self.mostFormBytes)
            values = FormValues(urlEncoded: String(decoding: bytes, as: UTF8.self))
        case "multipart/form-data":
            guard let boundary = mediaType["boundary"] else { break }
            values = FormValues(multipart: try await body(upTo: Self.mostFormBytes), boundary: boundary)
        default: break
        }
        values.append(contentsOf: urlValues)
        return values
    }
}
