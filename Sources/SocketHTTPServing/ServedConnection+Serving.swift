internal import HTTPServing

extension ServedConnection {
    /// Answers the connection's requests one after the other until it ends.
    func serve(_ site: WebSite) async {
        do throws(RequestProblem) {
            while let head = try await nextRequest() {
                guard await answer(head, site) else { break }
            }
            if !isAtEnd { await linger() }
        } catch {
            if await transmit(error.answer) { await linger() }
        }
        end()
    }

    /// Answers one request; `false` if the connection ends with it.
    private func answer(_ head: RequestHead, _ site: WebSite) async -> Bool {
        let loop = loop
        var request = IncomingRequest(
            method: head.method,
            target: head.target,
            headers: head.headers,
            client: presence
        ) { [self] limit in
            // The endpoint may run elsewhere; the connection's bytes are the loop's.
            try await withTaskExecutorPreference(loop) { try await collectBody(upTo: limit) }
        }
        request.clientAddress = { [self] in clientAddress() }
        let response = await site.respond(to: request)
        let isWhole = await skipBody()
        let isKept = isWhole && head.isKept && !loop.isClosing
        let isBodiless = head.method == "HEAD" || response.status == 204 || response.status == 304
        var bytes: [UInt8] = []
        switch response.body {
        case .bytes(let body):
            bytes.reserveCapacity(body.count + 512)
            ResponseHead.append(
                response,
                to: &bytes,
                framing: response.status == 204 ? .none : .length(body.count),
                date: loop.date,
                isVersion11: head.isVersion11,
                isKept: isKept
            )
            if !isBodiless { bytes += body }
            let isSent = await transmit(bytes)
            return isSent && isKept
        case .pieces(let pieces):
            // A client of HTTP/1.0 knows no chunks.
            let staysOpen = isKept && (head.isVersion11 || isBodiless)
            ResponseHead.append(
                response,
                to: &bytes,
                framing: head.isVersion11 ? .chunked : .untilClose,
                date: loop.date,
                isVersion11: head.isVersion11,
                isKept: staysOpen
            )
            let isSent: Bool
            if isBodiless {
                isSent = await transmit(bytes)
            } else {
                isSent = await transmit(pieces, after: bytes, isChunked: head.isVersion11)
            }
            return isSent && staysOpen
        case .feed(let next):
            ResponseHead.append(
                response,
                to: &bytes,
                framing: head.isVersion11 ? .chunked : .untilClose,
                date: loop.date,
                isVersion11: head.isVersion11,
                isKept: isKept && head.isVersion11
            )
            guard await transmit(bytes), !isBodiless else { return false }
            return await transmit(next, isChunked: head.isVersion11) && isKept && head.isVersion11
        }
    }

    /// Sends what comes as it comes, until that or the client or the server ends.
    private func transmit(_ next: ResponseBody.Feed, isChunked: Bool) async -> Bool {
        do throws(BrokenFeedError) {
            while isOpen, !presence.isGone, !loop.isClosing, let piece = try await next() {
                guard !piece.isEmpty else { continue }
                guard await transmit(isChunked ? Self.chunk(piece) : piece) else { return false }
            }
        } catch {
            // Without the end of the chunks the client knows that something is missing.
            return false
        }
        return isChunked ? await transmit(Array("0\r\n\r\n".utf8)) : true
    }

    private static func chunk(_ piece: [UInt8]) -> [UInt8] {
        Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8)
    }

    /// Sends a body piece by piece; other connections have their turns in between.
    private func transmit(_ pieces: any ResponsePieces, after head: [UInt8], isChunked: Bool) async -> Bool {
        var pieces = pieces
        var bytes = head
        while let piece = pieces.next() {
            if piece.isEmpty { continue }
            bytes.reserveCapacity(bytes.count + piece.count + 32)
            if isChunked { bytes.append(contentsOf: "\(String(piece.count, radix: 16))\r\n".utf8) }
            bytes += piece
            if isChunked { bytes.append(contentsOf: "\r\n".utf8) }
            guard await transmit(bytes) else { return false }
            bytes.removeAll(keepingCapacity: true)
            await Task.yield()
        }
        if isChunked { bytes.append(contentsOf: "0\r\n\r\n".utf8) }
        return await transmit(bytes)
    }
}
