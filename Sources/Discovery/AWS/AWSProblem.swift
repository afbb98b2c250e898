internal import HTTPClients

/// What one of Amazon's services says of a request that it refuses, in XML or JSON.
struct AWSProblem {
    /// What services say of keys that are not good any more.
    static let codesOfKeys: Set = [
        "AuthFailure", "UnauthorizedOperation", "ExpiredToken", "ExpiredTokenException", "RequestExpired",
        "UnrecognizedClientException", "InvalidClientTokenId",
    ]

    let code: String
    let description: String

    init(_ response: HTTPClientResponse) {
        var (code, message) = ("", "")
        if let root = try? XMLReader.parse(response.body) {
            let error = root["Errors"]?["Error"] ?? root["Error"] ?? root
            (code, message) = (error.text("Code"), error.text("Message"))
        } else if let json = try? JSONValue(parsing: response.body) {
            let type = json["__type"].text
            code = type.split(separator: "#").last.map(String.init) ?? type
            message = json["message"].text.isEmpty ? json["Message"].text : json["message"].text
        }
        self.code = code
        description =
            code.isEmpty
            ? response.refusal.description : "\(code): \(message)\n\tstatus code: \(response.status)"
    }
}
