internal import HTTPServing

/// A successful answer: writes the envelope around the data.
enum APIAnswer {
    /// The answer whose data `body` writes.
    static func success(
        warnings: [String] = [],
        infos: [String] = [],
        _ body: (inout JSONWriter) -> Void
    ) -> OutgoingResponse {
        var writer = JSONWriter()
        writer.object {
            $0.member("status", "success")
            $0.key("data")
            body(&$0)
            if !warnings.isEmpty {
                $0.key("warnings")
                $0.strings(warnings)
            }
            if !infos.isEmpty {
                $0.key("infos")
                $0.strings(infos)
            }
        }
        return OutgoingResponse(
            status: 200,
            headers: [("Content-Type", "application/json")],
            body: .bytes(writer.bytes)
        )
    }
}
