import Testing

/// The rules of style that a machine can check, on the sources as they are.
@Suite struct TidyTests {
    private let tree = SourceTree.shared

    /// Modules of the compiler and the system, which every target may import.
    private static let systemModules: Set<String> = [
        "Swift", "Synchronization", "Glibc", "Musl", "Dispatch", "FoundationEssentials", "Testing", "_Builtin_float",
        // Tests may use all of it; a rule of its own keeps it out of the products.
        "Foundation",
        // The C half of the product Yams.
        "CYaml",
    ]

    @Test func `the sources are found`() {
        #expect(tree.sources.count > 50)
        #expect(tree.manifest.targets.count > 20)
    }

    @Test func `files stay within 600 lines, tests within 800`() {
        let long = tree.files.filter { $0.lines.count > ($0.path.hasPrefix("Sources/") ? 601 : 801) }
        #expect(long.map { "\($0.path): \($0.lines.count) lines" } == [])
    }

    @Test func `functions stay within 70 lines`() {
        let long = tree.files.flatMap { file in
            Function.all(in: file).filter { $0.lineCount > 70 }.map { "\(file.place($0.line)): \($0.lineCount) lines" }
        }
        #expect(long == [])
    }

    @Test func `a file has one top-level type at most`() {
        let crowded = tree.sources.compactMap { file -> String? in
            let types = zip(file.code, file.depths).filter { $0.1 == 0 && Declaration($0.0)?.isType == true }
            return types.count > 1 ? "\(file.path): \(types.count) types" : nil
        }
        #expect(crowded == [])
    }

    @Test func `types and functions of other targets have a summary`() {
        let requirements = Set(tree.sources.flatMap(\.protocolRequirements))
        #expect(tree.sources.flatMap { Self.undocumented(in: $0, requirements) } == [])
    }

    @Test func `a file imports only what the manifest declares for its target`() {
        let manifest = tree.manifest
        let undeclared = tree.files.flatMap { file -> [String] in
            guard let target = manifest.targets[file.target] else { return [] }
            let allowed = target.targets.union(target.modules).union(Self.systemModules)
            // Whether products import all of Foundation is another test's question.
            return file.imports.filter { !allowed.contains($0) && $0 != "Foundation" }.map { "\(file.path): \($0)" }
        }
        #expect(undeclared == [])
    }

    @Test func `every source file belongs to a target`() {
        let targets = tree.manifest.targets
        #expect(tree.files.filter { targets[$0.target] == nil }.map(\.path) == [])
    }

    @Test func `no two files of a target have the same name`() {
        let files = Dictionary(grouping: tree.files) { "\($0.target)/\($0.path.split(separator: "/").last ?? "")" }
        #expect(files.values.filter { $0.count > 1 }.map { $0.map(\.path) } == [])
    }

    @Test(arguments: [
        "print(", "fatalError(", "try!", "String(format:", "Task.detached", "NSRegularExpression", "JSONEncoder(",
        "as!",
    ])
    func `banned calls do not occur in the sources`(call: String) {
        let found = tree.sources.flatMap { file in
            file.places { Self.contains($0, call) && !$0.contains("func \(call)") && !Self.isOwn(call, file) }
        }
        #expect(found == [])
    }

    @Test func `the whole of Foundation is not imported by the products`() {
        let importing = tree.sources.filter {
            !Set($0.imports).isDisjoint(with: ["Foundation", "FoundationNetworking"])
        }
        #expect(importing.map(\.path) == [])
    }

    @Test func `unchecked promises say why they hold`() {
        let unproven = tree.sources.flatMap { file in
            file.code.indices.filter { index in
                let isPromise = ["@unchecked", "nonisolated(unsafe)", "unowned(unsafe)"].contains {
                    file.code[index].contains($0)
                }
                let before = file.lines[max(0, index - 8)...index]
                return isPromise && !before.contains { $0.contains("SAFETY:") }
            }.map { file.place($0) }
        }
        #expect(unproven == [])
    }

    @Test func `nothing is marked as still to be fixed`() {
        let marked = tree.sources.flatMap { file in
            file.lines.indices.filter { file.lines[$0].contains("FIX" + "ME") }.map { file.place($0) }
        }
        #expect(marked == [])
    }

    /// Whether `call` occurs as a word of its own.
    private static func contains(_ line: String, _ call: String) -> Bool {
        guard let range = line.firstRange(of: call) else { return false }
        guard range.lowerBound > line.startIndex else { return true }
        let before = line[line.index(before: range.lowerBound)]
        return !before.isLetter && !before.isNumber && before != "."
    }

    /// Whether the file has a function of its own of that name.
    private static func isOwn(_ call: String, _ file: SourceFile) -> Bool {
        file.code.contains { $0.contains("func \(call)") }
    }

    private static func undocumented(in file: SourceFile, _ requirements: Set<String>) -> [String] {
        file.code.indices.filter { index in
            guard Declaration(file.code[index])?.needsSummary(beside: requirements) == true else { return false }
            var above = index - 1
            while above >= 0, file.code[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
            return above < 0 || !file.lines[above].drop { $0 == " " }.hasPrefix("///")
        }.map { "\(file.place($0)): \(file.lines[$0].drop { $0 == " " })" }
    }
}
