/// Brings paths to their shortest form.
enum PathCleaning {
    /// The path without empty, `.` and `..` parts; a slash at its end is kept.
    static func clean(_ path: [UInt8]) -> [UInt8] {
        guard !isClean(path) else { return path }
        var kept: [ArraySlice<UInt8>] = []
        for part in path.split(separator: UInt8(ascii: "/")) {
            if part.elementsEqual(".".utf8) { continue }
            if part.elementsEqual("..".utf8) { _ = kept.popLast() } else { kept.append(part) }
        }
        let joined = kept.map { [UInt8(ascii: "/")] + $0 }.flatMap { $0 }
        let endsWithSlash = path.last == UInt8(ascii: "/")
        return joined.isEmpty || endsWithSlash ? joined + [UInt8(ascii: "/")] : joined
    }

    /// Whether no part is empty or starts with a dot, which is all but always so.
    private static func isClean(_ path: [UInt8]) -> Bool {
        guard path.first == UInt8(ascii: "/") else { return false }
        var afterSlash = false
        for byte in path {
            if afterSlash, byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") { return false }
            afterSlash = byte == UInt8(ascii: "/")
        }
        return true
    }
}
