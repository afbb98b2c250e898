/// A compression that a client may accept.
enum ContentEncoding: String {
    case gzip
    case deflate

    /// The first one that the `Accept-Encoding` header names.
    ///
    /// A name with a weight is not recognised, as upstream does.
    init?(accepted header: String?) {
        for token in (header ?? "").split(separator: ",") {
            guard let encoding = ContentEncoding(rawValue: String(token.trimmed)) else { continue }
            self = encoding
            return
        }
        return nil
    }
}
