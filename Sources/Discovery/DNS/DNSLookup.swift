/// Looks a name up; its calls wait for the network.
struct DNSLookup {
    let settings: ResolverSettings
    let type: DNSRecordType
    let cancellation: LookupCancellation

    /// The records of `name`; none if all candidates are names that do not exist.
    func records(_ name: String) throws(DNSError) -> [DNSRecord] {
        var hasFailed = false
        for candidate in settings.candidates(name) {
            do {
                let message = try ask(candidate)
                if message.code == DNSMessage.success { return message.records }
            } catch .cancelled {
                throw .cancelled
            } catch {
                hasFailed = true
            }
        }
        if hasFailed { throw .unresolved(name: name) }
        return []
    }

    /// The first answer that says that the name is there or that it is not.
    private func ask(_ name: String) throws(DNSError) -> DNSMessage {
        var last = DNSError.noServers
        for _ in 0..<settings.attempts {
            for server in settings.servers {
                do {
                    let message = try ask(server, name, allowsLargeAnswers: true)
                    if message.code == DNSMessage.success || message.code == DNSMessage.noSuchName { return message }
                    last = .refused(server: server, code: message.code)
                } catch .cancelled {
                    throw .cancelled
                } catch {
                    last = error
                }
            }
        }
        throw last
    }

    private func ask(_ server: String, _ name: String, allowsLargeAnswers: Bool) throws(DNSError) -> DNSMessage {
        let identifier = UInt16.random(in: 0...UInt16.max)
        guard
            let question = DNSMessage.question(
                name,
                type,
                identifier: identifier,
                allowsLargeAnswers: allowsLargeAnswers
            )
        else { throw .malformed }
        var message = try exchange(server, question, identifier, isStream: false)
        if message.isTruncated {
            message = try exchange(server, question, identifier, isStream: true)
            if message.isTruncated { throw .truncatedOverTCP }
        }
        if message.code == DNSMessage.formatError, allowsLargeAnswers {
            // Old servers do not know of larger answers.
            return try ask(server, name, allowsLargeAnswers: false)
        }
        return message
    }

    private func exchange(
        _ server: String,
        _ question: [UInt8],
        _ identifier: UInt16,
        isStream: Bool
    ) throws(DNSError) -> DNSMessage {
        let socket = try NameServerSocket.connecting(
            to: server,
            port: settings.port,
            isStream: isStream,
            deadline: .now + .seconds(settings.timeoutSeconds),
            cancellation: cancellation
        )
        return try socket.exchange(question, identifier: identifier)
    }
}
