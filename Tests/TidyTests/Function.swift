/// A function's place and length.
struct Function {
    /// The index of the line that declares it.
    let line: Int
    let lineCount: Int

    /// All functions and initialisers of a file that have a body.
    static func all(in file: SourceFile) -> [Function] {
        file.code.indices.compactMap { index in
            guard let declaration = Declaration(file.code[index]), ["func", "init"].contains(declaration.keyword) else {
                return nil
            }
            return end(of: index, in: file).map { Function(line: index, lineCount: $0 - index + 1) }
        }
    }

    /// The line with the brace that closes the body, `nil` if there is none.
    private static func end(of start: Int, in file: SourceFile) -> Int? {
        var depth = 0
        var hasBody = false
        for index in start..<file.code.count {
            for character in file.code[index] {
                if character == "{" {
                    depth += 1
                    hasBody = true
                } else if character == "}" {
                    depth -= 1
                    if depth < 0 { return nil }
                    if hasBody, depth == 0 { return index }
                }
            }
            // A requirement of a protocol ends where the next declaration begins.
            if !hasBody, index > start, Declaration(file.code[index]) != nil { return nil }
        }
        return nil
    }
}
