internal import StrictYAML

/// Compares passwords with their hashes, one after the other, and remembers what came of it.
///
/// A comparison takes long on purpose. Those of requests that are not remembered wait for each other, so that guessing
/// takes one processor at most.
actor PasswordChecks {
    private struct Key: Hashable {
        let credentials: BasicCredentials
        let hash: String
    }

    /// Comparisons that are remembered.
    private static let mostKnown = 100

    private var known: [Key: Bool] = [:]

    /// Whether there is such a user with such a password.
    ///
    /// Users that there are not take as long as those that there are.
    nonisolated func areRight(_ credentials: BasicCredentials, _ users: [WebConfiguration.User]) async -> Bool {
        let user = users.first { $0.name == credentials.user }
        let key = Key(credentials: credentials, hash: user?.hash.revealed ?? BcryptHash.dummy.text)
        // Elsewhere: the thread that reads requests has others to read.
        let isRight = await withTaskExecutorPreference(globalConcurrentExecutor) { await self.matches(key) }
        return isRight && user != nil
    }

    private func matches(_ key: Key) -> Bool {
        if let known = known[key] { return known }
        let isRight = (try? BcryptHash(checking: key.hash))?.matches(key.credentials.password) ?? false
        if known.count >= Self.mostKnown, let any = known.keys.randomElement() { known[any] = nil }
        known[key] = isRight
        return isRight
    }
}
