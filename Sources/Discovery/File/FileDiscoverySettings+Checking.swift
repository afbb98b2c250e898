extension FileDiscoverySettings {
    /// The groups of a file as discovery would read them.
    ///
    /// - Throws: what discovery would say of the file.
    package static func check(_ path: String) throws -> [TargetGroup] { try TargetFile.read(path) }
}
