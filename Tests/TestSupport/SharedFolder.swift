/// The folder `shared` beside this checkout, which holds upstream's test data; tests that need it are skipped where it is
/// missing.
package enum SharedFolder {
    /// Its path, found from where this source lies: the checkout is two folders up, `shared` beside it.
    package static let path: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        // The last four are Tests, TestSupport, this file, and before them the checkout itself.
        return parts.dropLast(4).joined(separator: "/") + "/shared"
    }()
}
