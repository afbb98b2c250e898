internal import PrometheusBytes

/// The groups of a match, put into templates as Go's `Expand` does.
struct GroupExpansion {
    private let pattern: RelabelPattern?
    private let groups: [Range<Int>?]
    private let bytes: [UInt8]

    init(pattern: RelabelPattern, groups: [Range<Int>?], text: String) {
        self.pattern = pattern
        self.groups = groups
        bytes = Array(text.utf8)
    }

    private init(whole text: String) {
        pattern = nil
        bytes = Array(text.utf8)
        groups = [0..<bytes.count, 0..<bytes.count]
    }

    /// A match of `(.*)` with `text`.
    static func ofWhole(_ text: String) -> GroupExpansion { GroupExpansion(whole: text) }

    /// Replaces `$1`, `$name`, `${1}` and `${name}` by groups and `$$` by a dollar sign; a group that is not there is
    /// empty, a dollar sign that starts no reference stays.
    func expand(_ template: String) -> String {
        let template = Array(template.utf8)
        var result: [UInt8] = []
        var offset = 0
        while offset < template.count {
            guard template[offset] == UInt8(ascii: "$") else {
                result.append(template[offset])
                offset += 1
                continue
            }
            if offset + 1 < template.count, template[offset + 1] == UInt8(ascii: "$") {
                result.append(UInt8(ascii: "$"))
                offset += 2
                continue
            }
            guard let (name, end) = Self.reference(template, after: offset + 1) else {
                result.append(UInt8(ascii: "$"))
                offset += 1
                continue
            }
            appendGroup(name, to: &result)
            offset = end
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func appendGroup(_ name: String, to result: inout [UInt8]) {
        var index = Self.groupNumber(name)
        if index == nil, let expression = pattern?.expression {
            // Of several groups with one name the first that took part counts.
            index = (1..<groups.count).first { expression.groupName($0) == name && groups[$0] != nil }
        }
        guard let index, index < groups.count, let range = groups[index] else { return }
        result += bytes[range]
    }

    /// Group numbers are decimal without a leading zero; anything else is a name.
    private static func groupNumber(_ name: String) -> Int? {
        guard name.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        guard name == "0" || name.utf8.first != UInt8(ascii: "0"), let number = Int(name), number < 100_000_000 else {
            return nil
        }
        return number
    }

    /// The name after a dollar sign, with or without braces, and where the reference ends.
    private static func reference(_ template: [UInt8], after start: Int) -> (name: String, end: Int)? {
        guard start < template.count else { return nil }
        let hasBrace = template[start] == UInt8(ascii: "{")
        let nameStart = hasBrace ? start + 1 : start
        var end = nameStart
        while end < template.count, isNameByte(template[end]) { end += 1 }
        guard end > nameStart else { return nil }
        let name = String(decoding: template[nameStart..<end], as: UTF8.self)
        guard hasBrace else { return (name, end) }
        guard end < template.count, template[end] == UInt8(ascii: "}") else { return nil }
        return (name, end + 1)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
