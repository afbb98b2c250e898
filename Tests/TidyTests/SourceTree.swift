import FoundationEssentials

/// The sources of this package, found from where this file was compiled.
struct SourceTree {
    let root: String
    /// The files below `Sources` and `Tests`, by path.
    let files: [SourceFile]

    /// Reads everything once.
    static let shared = SourceTree(besides: #filePath)

    private init(besides file: String) {
        let here = URL(filePath: file).resolvingSymlinksInPath()
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        self.root = root.path
        var files: [SourceFile] = []
        for folder in ["Sources", "Tests"] {
            let paths = (try? FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
            for path in paths.sorted() where path.hasSuffix(".swift") {
                guard let bytes = try? Data(contentsOf: root.appending(path: "\(folder)/\(path)")) else { continue }
                files.append(SourceFile(path: "\(folder)/\(path)", text: String(decoding: bytes, as: UTF8.self)))
            }
        }
        self.files = files
    }

    /// The files that go into the products.
    var sources: [SourceFile] { files.filter { $0.path.hasPrefix("Sources/") } }

    /// The manifest's lines.
    var manifest: Manifest { Manifest(text: text("Package.swift")) }

    /// The text of a file, empty if it cannot be read.
    func text(_ path: String) -> String {
        let bytes = try? Data(contentsOf: URL(filePath: root).appending(path: path))
        return bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
