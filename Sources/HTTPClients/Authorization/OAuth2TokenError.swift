/// Why there is no token, in the words of upstream's client.
struct OAuth2TokenError: Error, CustomStringConvertible {
    let description: String
}
