/// Why a `Content-Type` header is malformed, in Go's words.
struct MediaTypeError: Error, Hashable {
    let reason: String
}
