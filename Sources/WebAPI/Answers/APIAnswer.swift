internal import HTTPServing

/// A successful answer: writes the envelope around the data.
enum APIAnswer {
    /// The answer whose data `body` writes.
    static func success(_ body: (inout JSONWriter) -> Void) -> OutgoingResponse {
        var writer = JSONWriter()
        writer.object {
            $0.member("status", "success")
            $0.key("data")
            body(&$0)
        }
        return json(.bytes(writer.bytes))
    }

    /// The answer with an array of that many elements, which is sent in pieces if it is long.
    ///
    /// `head` and `tail` write what stands around the array: before it, and behind it.
    static func success(
        warnings: [String] = [],
        infos: [String] = [],
        head: (inout JSONWriter) -> Void = { _ in },
        tail: (inout JSONWriter) -> Void = { _ in },
        elements count: Int,
        write: @escaping (inout JSONWriter, Int) -> Void
    ) -> OutgoingResponse {
        var before = JSONWriter()
        before.raw("{\"status\":\"success\",\"data\":")
        head(&before)
        var behind = JSONWriter()
        tail(&behind)
        behind.notes(warnings, infos)
        return json(ElementPieces(head: before, tail: behind.bytes, count: count, write: write).body)
    }

    /// The answer with data that is one piece, and remarks on it.
    static func success(
        warnings: [String],
        infos: [String],
        _ body: (inout JSONWriter) -> Void
    ) -> OutgoingResponse {
        var writer = JSONWriter()
        writer.raw("{\"status\":\"success\",\"data\":")
        body(&writer)
        writer.notes(warnings, infos)
        return json(.bytes(writer.bytes))
    }

    private static func json(_ body: ResponseBody) -> OutgoingResponse {
        OutgoingResponse(status: 200, headers: [("Content-Type", "application/json")], body: body)
    }
}

extension JSONWriter {
    /// Ends the envelope: remarks, if there are any, and the closing brace.
    mutating func notes(_ warnings: [String], _ infos: [String]) {
        for (name, kind, texts) in [("warnings", "warning", warnings), ("infos", "info", infos)] where !texts.isEmpty {
            raw(",\"\(name)\":")
            let omitted = texts.count - Self.mostNotes
            strings(
                omitted > 0
                    ? texts.prefix(Self.mostNotes) + ["\(omitted) more \(kind) annotations omitted"] : texts[...]
            )
        }
        raw("}")
    }

    /// The most remarks of a kind that are told one by one.
    private static var mostNotes: Int { 10 }
}
