extension RequestHeadParser {
    /// What headers say about the request as a whole.
    struct Facts {
        private var hostCount = 0
        private var length: Int?
        private var isChunked = false
        private var closes = false
        private var keeps = false
        private var awaitsContinue = false

        /// Looks at one header.
        mutating func note(_ header: (name: String, value: String)) throws(RequestProblem) {
            // Lengths tell most names apart without looking at them.
            switch header.name.utf8.count {
            case 4 where header.name.lowercased() == "host": hostCount += 1
            case 6 where header.name.lowercased() == "expect":
                guard header.value.lowercased() == "100-continue" else { throw .expectation }
                awaitsContinue = true
            case 10 where header.name.lowercased() == "connection":
                for token in header.value.lowercased().split(separator: ",") {
                    switch token.drop(while: { $0 == " " }).prefix(while: { $0 != " " }) {
                    case "close": closes = true
                    case "keep-alive": keeps = true
                    default: break
                    }
                }
            case 14 where header.name.lowercased() == "content-length":
                guard let value = Int(header.value), value >= 0, header.value.utf8.allSatisfy({ $0 >= 48 && $0 < 58 }),
                    length == nil || length == value
                else { throw .malformed }
                length = value
            case 17 where header.name.lowercased() == "transfer-encoding":
                guard header.value.lowercased() == "chunked", !isChunked else { throw .transferEncoding }
                isChunked = true
            default: break
            }
        }

        /// Says what the headers mean together.
        func apply(to head: inout RequestHead) throws(RequestProblem) {
            if hostCount > 1 { throw .manyHosts }
            if hostCount == 0, head.isVersion11 { throw .missingHost }
            // Both at once is how requests are smuggled.
            if isChunked, length != nil || !head.isVersion11 { throw .malformed }
            head.framing = isChunked ? .chunked : .length(length ?? 0)
            head.isKept = !closes && (head.isVersion11 || keeps)
            head.awaitsContinue = awaitsContinue && head.isVersion11 && head.framing != .length(0)
        }
    }
}
